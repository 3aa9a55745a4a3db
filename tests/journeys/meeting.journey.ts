import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/design-studio/rooms/studio'
/** A minute after the last one has left, and the sweep that sees it. */
const ENDED_WITHIN_MS = 100_000

const lineOf = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Lines of the agenda' }).first().getByRole('listitem').filter({ hasText: title }).first()
/** Shows a panel beside the faces, by its key; not while something is written. */
async function show(page: Page, key: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(key)
}

test('a whole meeting: an agenda before it, the call, what is said and noted in it, the follow-up, and who was not there', async ({
  openAs,
}) => {
  test.setTimeout(240_000)
  const [ana, ben, emma] = [await openAs('ana'), await openAs('ben'), await openAs('emma', { locale: 'en-GB' })]

  // Before: what is to be talked about; Emma can't be there, and leaves a question.
  await ana.goto(ROOM)
  await ana.getByRole('textbox', { name: 'Add a line' }).fill('Which oil for the tops')
  await ana.keyboard.press('Enter')
  await expect(lineOf(ana, 'Which oil')).toBeVisible()
  await emma.goto(ROOM)
  await emma.getByRole('button', { name: 'I can’t be there' }).click()
  await lineOf(emma, 'Which oil').getByRole('button', { name: 'Leave a question' }).click()
  await emma.getByRole('textbox', { name: 'Leave a question' }).fill('Does it smell?')
  await emma.getByRole('button', { name: 'Leave it here' }).click()
  await expect(lineOf(emma, 'Which oil')).toContainText('Emma asks')

  // In the call: the line is now, her question is answered, something is written, noted, and taken on.
  const sessionPage = await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await show(ana, 'a')
  await ana.getByRole('button', { name: 'Now: Which oil' }).click()
  await ben.getByRole('button', { name: 'See it' }).click()
  await ben.getByRole('textbox', { name: 'Answer Emma' }).fill('For two days.')
  await ben.getByRole('button', { name: 'Answer', exact: true }).click()
  await expect(lineOf(ana, 'Which oil')).toContainText('Ben answered')
  await show(ben, 'c')
  await ben.getByRole('textbox', { name: 'Write to everybody here' }).fill('The data sheet: https://oil.example/sheet')
  await ben.keyboard.press('Enter')
  await show(ana, 'n')
  const notes = ana.getByRole('textbox', { name: 'Notes, written together' })
  await notes.click()
  await ana.keyboard.type('We take the hard oil.')
  await ana.keyboard.press('Enter')
  await ana.keyboard.type('[] Oil one board')
  await ana.getByRole('button', { name: 'Make an action' }).click()
  await ana.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(ana.getByText('The action is in the session’s thread.')).toBeVisible()

  // After: both leave, and the thread has the draft of it all.
  for (const page of [ben, ana]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await ana.goto(sessionPage)
  await expect(ana.getByLabel('Summary and decisions')).toBeVisible({ timeout: ENDED_WITHIN_MS })
  await expect(ana.getByLabel('Summary and decisions')).toHaveValue(/We take the hard oil\./)
  await ana.getByRole('button', { name: 'Publish' }).click()
  const followUp = ana.locator('#follow-up')
  await expect(followUp).toContainText('Published by Ana')
  await expect(followUp).toContainText('We take the hard oil.')
  for (const part of ['Which oil for the tops', 'Does it smell?', 'For two days.', 'oil.example/sheet', 'Oil one board']) {
    await expect(ana.locator('main')).toContainText(part)
  }

  // Emma finds it in her inbox, with the answer to what she had asked, and answers in the same thread.
  await emma.goto('/inbox')
  await emma
    .locator('main')
    .getByRole('link', { name: /Studio/ })
    .first()
    .click()
  await expect(emma.locator('#follow-up')).toContainText('We take the hard oil.')
  await expect(emma.locator('main')).toContainText('For two days.')
  await emma.getByRole('textbox', { name: 'Write a reply' }).fill('Then I air the room.')
  await emma.getByRole('button', { name: 'Send' }).click()
  await expect(ana.getByText('Then I air the room.')).toBeVisible()
})
