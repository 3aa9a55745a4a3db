import type { Page } from 'playwright/test'
import { type Demo, type DemoName, expect, test } from './fixtures.ts'

async function signInBy(page: Page, who: DemoName, demo: Demo): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(`${who}@demo.palier`)
  await page.getByLabel('Password').fill(demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

async function signOut(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Your account|account/i })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
}

test('while somebody else signs in beside it, a page says so, sends nothing in their name, and goes on once its reader is back', async ({
  page,
  context,
  demo,
  watch,
  expectAccessible,
}) => {
  watch.allow(/status of (401|409)/)
  await signInBy(page, 'chloe', demo)
  await page.goto('/c/everyone')
  const text = `Typed by Chloe ${Date.now()}`
  const box = page.getByRole('textbox', { name: 'Write an update' })
  await box.fill(text)

  const other = await context.newPage()
  await other.goto('/')
  await signOut(other)
  await expect(page.getByText('You are signed out in this browser.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('target', '_blank')

  await signInBy(other, 'emma', demo)
  const notice = page.getByRole('alert').filter({ hasText: 'This browser is signed in as Emma' }).first()
  await expect(notice).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This browser is signed in as Emma' })).toHaveCount(2)
  await expect(box).toHaveValue(text)
  // A page change waits: what is on screen is Chloe's.
  await page.getByRole('link', { name: 'Inbox' }).first().click()
  await expect(page).toHaveURL(/\/c\/everyone$/)
  await other.goto('/c/everyone')
  await expect(other.getByText(text)).toHaveCount(0)

  await signOut(other)
  await signInBy(other, 'chloe', demo)
  await expect(notice).toBeHidden()
  // What waited goes on.
  await expect(page).toHaveURL(/\/inbox$/)
  await page.goto('/c/everyone')
  await expect(box).toHaveValue(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.getByRole('article').filter({ hasText: text }).getByText('Chloe').first()).toBeVisible()
})
