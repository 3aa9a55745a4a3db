import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright/test'
import sharp from 'sharp'
import { expect, test } from './fixtures.ts'

const PASSWORD = 'a short sentence'

interface Newcomer {
  email: string
  link: string
}

/** An admin makes a link. */
async function makeLink(admin: Page, community?: string): Promise<string> {
  await admin.goto('/workspace/invitations')
  if (community) await admin.getByLabel('Straight into').selectOption({ label: community })
  await admin.getByRole('button', { name: 'Make a link' }).click()
  const link = admin.getByLabel('Your link. It is shown only now.')
  await expect(link).toHaveValue(/\/invite\/[\w-]{43}$/)
  return link.inputValue()
}

/** Somebody new follows the link and makes an account. */
async function enter(page: Page, link: string): Promise<Newcomer> {
  const email = `newcomer-${randomUUID()}@demo.palier`
  await page.goto(link)
  await page.getByLabel('Your name').fill('Newcomer')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  return { email, link }
}

async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

test('an invitation link lets somebody new in, straight into a community, and then nobody more', async ({
  page,
  openAs,
  expectAccessible,
}) => {
  const ana = await openAs('ana')
  const link = await makeLink(ana, 'Everyone')
  await expectAccessible(ana)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: /^Ana invites you to/ })).toBeVisible()
  await expect(page.getByText('You will be in Everyone from the start.')).toBeVisible()
  await expectAccessible(page)
  await enter(page, link)
  await expect(page.getByRole('link', { name: 'Everyone' }).first()).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This invitation does not work any more' })).toBeVisible()
  await expectAccessible(page)
})

test.describe('before any script has arrived', () => {
  test.use({ javaScriptEnabled: false })

  test('an invitation link works, and a typing mistake loses nothing', async ({ page, openAs, watch }) => {
    watch.allow(/status of 400/)
    const link = await makeLink(await openAs('ana', { javaScriptEnabled: true }))
    await page.goto(link)
    await page.getByLabel('Your name').fill('Newcomer')
    await page.getByLabel('E-mail').fill('ana@demo.palier')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create an account' }).click()
    await expect(page.getByText('There is an account with this address.')).toBeVisible()
    await expect(page.getByLabel('Your name')).toHaveValue('Newcomer')
    await enter(page, link)
  })
})

test('an invitation that is taken back lets nobody in', async ({ page, openAs }) => {
  const ana = await openAs('ana')
  const link = await makeLink(ana)
  // Read anew: the list follows the link a moment later.
  await ana.goto('/workspace/invitations')
  const open = ana.getByRole('button', { name: 'Take back' })
  await expect(open.first()).toBeVisible()
  const count = await open.count()
  await open.first().click()
  await expect(open).toHaveCount(count - 1)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This invitation does not work any more' })).toBeVisible()
})

test('who forgot their password chooses a new one by mail, and is out of every other browser', async ({
  page,
  openAs,
  browser,
  baseURL,
  demo,
  expectAccessible,
}) => {
  const { email } = await enter(page, await makeLink(await openAs('ana')))
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-GB', reducedMotion: 'reduce' })
  const other = await context.newPage()
  await other.goto('/sign-in')
  await other.getByRole('link', { name: 'Forgotten it?' }).click()
  await expectAccessible(other)
  await other.getByLabel('E-mail').fill(email)
  await other.getByRole('button', { name: 'Send me a link' }).click()
  await expect(other.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()

  const outbox = path.join(demo.dataFolder, 'outbox')
  const findLink = () => {
    const mails = (existsSync(outbox) ? readdirSync(outbox) : []).filter((name) => !name.startsWith('.'))
    const mail = mails.map((name) => readFileSync(path.join(outbox, name), 'utf8')).find((text) => text.includes(`To: ${email}`))
    return /\/reset-password\/[\w-]{43}$/m.exec(mail ?? '')?.[0]
  }
  await expect.poll(findLink).toBeDefined()
  const link = findLink() ?? ''
  await other.goto(link)
  await expectAccessible(other)
  await other.getByLabel('New password').fill('another sentence')
  await other.getByRole('button', { name: 'Change password' }).click()
  await expect(other.getByText('Your password is changed. Sign in with it.')).toBeVisible()
  await signInWith(other, email, 'another sentence')
  await page.goto('/me')
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fme$/)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  await context.close()
})

test('an address without an account gets the same answer', async ({ page }) => {
  await page.goto('/forgot-password')
  await page.getByLabel('E-mail').fill(`nobody-${randomUUID()}@demo.palier`)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
})

test('signing out everywhere ends the other browser as well, and signing in leads back to where one was', async ({
  page,
  openAs,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const { email } = await enter(page, await makeLink(await openAs('ana')))
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-GB', reducedMotion: 'reduce' })
  const other = await context.newPage()
  await other.goto('/me/security')
  await signInWith(other, email, PASSWORD)
  await expect(other).toHaveURL(/\/me\/security$/)

  await page.goto('/me/security')
  const browsers = page.getByRole('listitem').filter({ hasText: 'Chrome' })
  await expect(browsers).toHaveCount(2)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await other.goto('/me')
  await expect(other).toHaveURL(/\/sign-in\?to=%2Fme$/)
  await context.close()
})

test('a profile: a photo, another name, another language', async ({ page, openAs, playwright, baseURL, watch, expectAccessible }) => {
  watch.allow(/status of 400/)
  await enter(page, await makeLink(await openAs('ana')))
  await page.goto('/me')
  await expectAccessible(page)
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('Choose a photo').and(page.locator('input')).setInputFiles({ name, mimeType: 'image/png', buffer })
  await choose('me.png', Buffer.from('this is no picture'))
  await expect(page.getByRole('alert')).toHaveText('This picture can’t be read. Choose a JPEG, PNG or WebP.')
  await choose(
    'me.png',
    await sharp({ create: { width: 500, height: 300, channels: 3, background: '#0a7552' } })
      .png()
      .toBuffer(),
  )
  const face = page.locator('main img[src^="/photos/"]').first()
  await expect(face).toBeVisible()
  await expect.poll(() => face.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([256, 256])
  const address = (await face.getAttribute('src')) ?? ''
  const nobody = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) })
  expect((await nobody.get(address)).status()).toBe(401)
  expect((await page.request.get(address)).headers()).toMatchObject({ 'content-type': 'image/webp', 'cache-control': /immutable/ })
  await nobody.dispose()

  await page.getByLabel('Your name').fill('Newcomer Renamed')
  await page.getByLabel('Time zone').selectOption('America/New_York')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  await expect(page.getByText('Newcomer Renamed').first()).toBeVisible()
  await page.getByLabel('Language').selectOption('fr')
  await page.getByRole('button', { name: 'Save' }).click()
  // Another language is another document.
  await page.waitForURL(/saved/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(page.getByRole('heading', { name: 'Votre profil' })).toBeVisible()
  await expect(page.getByLabel('Fuseau horaire')).toHaveValue('America/New_York')
  await page.getByRole('button', { name: 'Retirer' }).click()
  await expect(face).toHaveCount(0)
  await expectAccessible(page)
})

test('a visitor changes the language of the door', async ({ page }) => {
  await page.goto('/forgot-password')
  await page.getByRole('button', { name: 'Français' }).click()
  await expect(page.getByRole('button', { name: 'M’envoyer un lien' })).toBeVisible()
  await expect(page).toHaveURL(/\/forgot-password$/)
})

test('the workspace is its admins’ to change; others are told so', async ({ openAs, watch, expectAccessible }) => {
  watch.allow(/status of 403/)
  const ben = await openAs('ben')
  await ben.goto('/workspace')
  await expect(ben.getByRole('heading', { name: 'Only the workspace’s admins may do this.' })).toBeVisible()

  const ana = await openAs('ana')
  await ana.goto('/workspace')
  await expectAccessible(ana)
  await ana.getByLabel('Everybody').check()
  await ana.getByRole('button', { name: 'Save' }).first().click()
  await expect(ana.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  await ana.getByLabel('By invitation').check()
  await ana.getByRole('button', { name: 'Save' }).first().click()
  await expect(ana.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
})

test('an admin makes another one, and closes an account after being asked', async ({ page, openAs, expectAccessible }) => {
  const ana = await openAs('ana')
  const { email } = await enter(page, await makeLink(ana))
  await ana.goto('/workspace/members')
  await expectAccessible(ana)
  await ana.getByRole('searchbox').fill(email)
  await ana.getByRole('searchbox').press('Enter')
  const row = ana.getByRole('listitem').filter({ hasText: email })
  await row.getByRole('button', { name: 'Manage Newcomer' }).click()
  await ana.getByRole('menuitem', { name: 'Make an admin' }).click()
  await expect(row.getByText('Admin', { exact: true })).toBeVisible()
  await page.goto('/workspace')
  await expect(page.getByLabel('Name of the workspace')).toBeVisible()
  await row.getByRole('button', { name: 'Manage Newcomer' }).click()
  await ana.getByRole('menuitem', { name: 'Close the account' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Close the account' }).click()
  await expect(row.getByText('Closed', { exact: true })).toBeVisible()
  await page.goto('/me')
  await expect(page).toHaveURL(/\/sign-in/)
})
