import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'
/** The app is back long before. */
const RESTART_TIMEOUT_MS = 40_000

const notesOf = (page: Page) => page.getByRole('textbox', { name: 'Notes, written together' })
const openNotes = (page: Page) => page.keyboard.press('n')

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
  await expectAccessible(ana)

  const emma = await openAs('emma', { locale: 'en-GB' })
  await emma.goto(sessionPage)
  await expect(notesOf(emma)).toContainText('Draw the shelf')
  await expect(emma.locator('#thread')).toContainText('Draw the shelf')
  await expectAccessible(emma)
  for (const page of [ana, ben]) await page.getByRole('button', { name: 'Leave' }).click()
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
