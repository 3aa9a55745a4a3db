import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'

/** Forms with texts that a page change would lose: where each is, and what is typed into which field. */
const forms = [
  { address: '/communities/new', fields: { Name: 'Kept, but not made', 'Purpose (optional)': 'To be thought over' } },
  { address: '/c/everyone/settings', fields: { Name: 'Everyone here', Purpose: 'What concerns us all' } },
  { address: '/me', fields: { 'Your name': 'Ana of Friday' } },
  { address: '/workspace', fields: { 'Name of the workspace': 'Another name' } },
]

const field = (page: Page, label: string) => page.locator('main').getByLabel(label, { exact: true })
/** Goes elsewhere within the page, and back by the browser's own button. */
async function goAndComeBack(page: Page): Promise<void> {
  const address = page.url()
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  await expect(page.getByRole('textbox', { name: 'Write an update' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(address)
}
const keptIn = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':form:')))

test('what is typed into a form survives a page change and a reload, for who typed it, until it is sent', async ({ openAs }) => {
  const ana = await openAs('ana')
  for (const { address, fields } of forms) {
    await ana.goto(address)
    for (const [label, text] of Object.entries(fields)) await field(ana, label).fill(text)
    await goAndComeBack(ana)
    for (const [label, text] of Object.entries(fields)) await expect(field(ana, label), `${address}: ${label}`).toHaveValue(text)
    await ana.reload()
    for (const [label, text] of Object.entries(fields)) await expect(field(ana, label), `${address}: ${label}`).toHaveValue(text)
  }
  expect((await keptIn(ana)).length).toBe(forms.length)

  // What is made or saved is kept no longer, and what was only typed elsewhere stays.
  const name = `Kept ${crypto.randomUUID().slice(0, 8)}`
  await ana.goto('/communities/new')
  await field(ana, 'Name').fill(name)
  await ana.getByRole('button', { name: 'Create the community' }).click()
  await expect(ana.getByRole('heading', { name })).toBeVisible()
  await ana.goto('/communities/new')
  expect((await keptIn(ana)).length).toBe(forms.length - 1)
  await expect(field(ana, 'Name')).toHaveValue('')
})

test('a saved form is kept no longer; one that was refused is; a password never', async ({ openAs, watch }) => {
  // What is refused is answered so.
  watch.allow(/status of 400/)
  const ana = await openAs('ana')
  await ana.goto('/communities/new')
  await field(ana, 'Name').fill(`Kept ${crypto.randomUUID().slice(0, 8)}`)
  await ana.getByRole('button', { name: 'Create the community' }).click()
  await expect(ana).toHaveURL(/\/c\/kept-/)
  await ana.goto(`${ana.url()}/settings`)
  await field(ana, 'Purpose').fill('What was taken')
  await ana.getByRole('button', { name: 'Save' }).first().click()
  await expect(ana.getByText('Saved', { exact: true }).first()).toBeVisible()
  await expect.poll(() => keptIn(ana)).toEqual([])
  await ana.reload()
  await expect(field(ana, 'Purpose')).toHaveValue('What was taken')

  // A name of which nothing is seen is refused: the text stays, over a page change too.
  await field(ana, 'Purpose').fill('What was not taken')
  await field(ana, 'Name').fill('\u200b')
  await ana.getByRole('button', { name: 'Save' }).first().click()
  await expect(ana.locator('main').getByRole('alert')).toBeVisible()
  await goAndComeBack(ana)
  await expect(field(ana, 'Purpose')).toHaveValue('What was not taken')

  await ana.goto('/me/security')
  await field(ana, 'Current password').fill('what nobody may find')
  await field(ana, 'New password').fill('nor this one, of course')
  await goAndComeBack(ana)
  for (const label of ['Current password', 'New password']) await expect(field(ana, label)).toHaveValue('')
  expect(await ana.evaluate(() => JSON.stringify(localStorage))).not.toContain('nobody may find')
})
