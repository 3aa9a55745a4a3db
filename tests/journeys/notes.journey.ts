import type { Page } from 'playwright/test'
import { useInputMethod } from './composing.ts'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'
/** The app is back long before. */
const RESTART_TIMEOUT_MS = 40_000

const notesOf = (page: Page) => page.getByRole('textbox', { name: 'Notes, written together' })
const openNotes = (page: Page) => page.keyboard.press('n')

/** What the notes say, without the names that others' cursors carry. */
const wordsOf = (page: Page) =>
  notesOf(page).evaluate((notes) => {
    const copy = notes.cloneNode(true) as HTMLElement
    for (const caret of copy.querySelectorAll('.notes-caret')) caret.remove()
    return copy.textContent
  })

/** Writes at the end of the notes, whatever others write above. */
async function write(page: Page, words: string): Promise<void> {
  await notesOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

test('Ana and Ben write notes together; who comes later reads them, and so does the session’s page', async ({
  openAs,
  expectAccessible,
}) => {
  test.setTimeout(180_000)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const sessionPage = await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await openNotes(ana)
  await openNotes(ben)
  await write(ana, '# Stand')
  await expect(notesOf(ben).getByRole('heading', { name: 'Stand' })).toBeVisible()
  await ana.keyboard.press('Enter')
  await ana.keyboard.type('[] Draw the shelf')
  await expect(notesOf(ben).getByRole('checkbox')).toHaveCount(1)
  // Whose cursor it is.
  await expect(notesOf(ben).getByText('Ana', { exact: true })).toBeVisible()
  await notesOf(ben).getByRole('checkbox').check()
  await expect(notesOf(ana).getByRole('checkbox')).toBeChecked()
  await ana.getByRole('button', { name: 'Make an action' }).click()
  await ana.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(ana.getByText('The action is in the session’s thread.')).toBeVisible()
  // An address that is typed by half is there again.
  await ana.getByRole('button', { name: 'Link', exact: true }).click()
  await ana.getByRole('textbox', { name: 'Address of the link' }).fill('https://exam')
  await ana.keyboard.press('Escape')
  await ana.getByRole('button', { name: 'Link', exact: true }).click()
  await expect(ana.getByRole('textbox', { name: 'Address of the link' })).toHaveValue('https://exam')
  await ana.keyboard.press('Escape')
  await expectAccessible(ana)

  const emma = await openAs('emma', { locale: 'en-GB' })
  await emma.goto(sessionPage)
  await expect(notesOf(emma)).toContainText('Draw the shelf')
  await expect(emma.locator('#thread')).toContainText('Draw the shelf')
  await expectAccessible(emma)
  for (const page of [ana, ben]) await page.getByRole('button', { name: 'Leave' }).click()
})

test('while others write: bold that is switched on stays so, a word being composed stays whole, and a cursor makes no line taller', async ({
  openAs,
}) => {
  test.setTimeout(180_000)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  for (const page of [ana, ben]) {
    await goIn(page, ROOM)
    await openNotes(page)
  }
  await write(ana, 'one')
  await ana.keyboard.press('Enter')
  await ana.keyboard.type('two')
  await expect(notesOf(ben).locator('p')).toContainText(['one', 'two'])
  const heightOf = (page: Page) =>
    notesOf(page)
      .locator('p')
      .first()
      .evaluate((line) => line.getBoundingClientRect().height)
  const height = await heightOf(ana)

  // Ben's cursor at the end of the first line.
  await notesOf(ben).locator('p').first().click()
  await ben.keyboard.press('End')
  const cursor = notesOf(ana).locator('p').first().locator('.notes-caret')
  await expect(cursor).toBeVisible()
  expect(await heightOf(ana)).toBe(height)

  await notesOf(ana).click()
  await ana.keyboard.press('Control+End')
  await ana.keyboard.press('Control+b')
  await expect(ana.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true')
  await ben.keyboard.type('!')
  await expect(notesOf(ana).locator('p').first()).toContainText('one!')
  await expect(ana.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true')
  await ana.keyboard.type('bold')
  await expect(notesOf(ben).locator('strong')).toHaveText('bold')
  await ana.keyboard.press('Control+b')

  // Both at the end of the second line; Ana composes a word, and Ben writes before it is chosen: she sees nothing of it till then, nor he of hers.
  await notesOf(ben).click()
  await ben.keyboard.press('Control+End')
  const method = await useInputMethod(ana)
  await method.compose('に')
  await ben.keyboard.type('abc')
  await expect(notesOf(ben)).toContainText('abc')
  for (const text of ['にほ', 'にほん']) {
    await method.compose(text)
    await expect(notesOf(ana)).toContainText(text)
  }
  await expect(notesOf(ana)).not.toContainText('abc')
  await expect(notesOf(ben)).not.toContainText('に')
  await method.take('日本')
  for (const page of [ana, ben]) {
    await expect(notesOf(page)).toContainText('abc')
    await expect(notesOf(page)).toContainText(/abc日本|日本abc/)
    await expect(notesOf(page)).not.toContainText('に')
  }
  expect(await wordsOf(ana)).toBe(await wordsOf(ben))
  for (const page of [ana, ben]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
})

test('offline, a reload, and an app that is killed: every letter of the notes is there once, for both', async ({ openAs, demo, watch }) => {
  test.setTimeout(180_000)
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_|Failed to fetch|signal|livekit/i)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const sessionPage = await goIn(ana, ROOM)
  await ben.goto(sessionPage)
  await openNotes(ana)
  await write(ana, 'Before.')
  await expect(notesOf(ben)).toContainText('Before.')

  await ben.context().setOffline(true)
  await write(ben, ' From the train.')
  await write(ana, ' From the desk.')
  await ben.context().setOffline(false)
  for (const page of [ana, ben]) {
    await expect(notesOf(page)).toContainText('From the train.', { timeout: RESTART_TIMEOUT_MS })
    await expect(notesOf(page)).toContainText('From the desk.')
  }

  const killed = demo.appPid()
  process.kill(killed, 'SIGKILL')
  await write(ben, ' While it was away.')
  await expect
    .poll(async () => (await fetch(`${demo.baseURL}/readyz`).catch(() => null))?.ok ?? false, { timeout: RESTART_TIMEOUT_MS })
    .toBe(true)
  await ben.reload()
  for (const page of [ana, ben]) {
    await expect(notesOf(page)).toContainText('While it was away.', { timeout: RESTART_TIMEOUT_MS })
    const written = await notesOf(page).innerText()
    for (const words of ['Before.', 'From the train.', 'From the desk.', 'While it was away.']) {
      expect(written.split(words), `“${words}” stands once`).toHaveLength(2)
    }
  }
  await ana.getByRole('button', { name: 'Leave' }).click()
})
