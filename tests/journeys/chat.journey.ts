import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'
/** The app is back long before. */
const RESTART_TIMEOUT_MS = 40_000

const openChat = (page: Page) => page.getByRole('button', { name: /^Chat/ }).click()
const fieldOf = (page: Page) => page.getByRole('textbox', { name: 'Write to everybody here' })
/** The lines that say this, however often: a line that was doubled is there twice. */
const line = (page: Page, words: string) => page.getByRole('log').locator('li[id^="chat-"]').filter({ hasText: words })

async function write(page: Page, words: string): Promise<void> {
  await fieldOf(page).fill(words)
  await fieldOf(page).press('Enter')
}

test('Ana and Ben write in a call: a dot, a reaction, an answer; who comes later, and who only looks, reads it all', async ({
  openAs,
  expectAccessible,
}) => {
  test.setTimeout(240_000)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const sessionPage = await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await openChat(ana)
  await expect(ana.getByText('Nothing written yet')).toBeVisible()
  await write(ana, 'The **oak** board is first')
  await expect(line(ana, 'The oak board is first')).toHaveCount(1)

  await ben.getByRole('button', { name: 'Chat: new line from Ana' }).click()
  await line(ben, 'oak board').hover()
  await line(ben, 'oak board').getByRole('button', { name: 'React' }).click()
  await ben.getByRole('group', { name: 'React' }).getByRole('button', { name: '👍' }).click()
  await expect(line(ana, 'oak board')).toContainText('👍 1')
  await line(ben, 'oak board').hover()
  await line(ben, 'oak board').getByRole('button', { name: 'Reply' }).click()
  await write(ben, 'Oak it is')
  await expect(line(ana, 'Oak it is')).toContainText('Ana The oak board is first')
  await expectAccessible(ana)

  const chloe = await openAs('chloe')
  await goIn(chloe, ROOM)
  await openChat(chloe)
  // The answer quotes it, and comes after it.
  await expect(line(chloe, 'The oak board is first').first()).toContainText('👍 1')
  const emma = await openAs('emma', { locale: 'en-GB' })
  await emma.goto(sessionPage)
  await expect(line(emma, 'Oak it is')).toHaveCount(1)
  for (const page of [chloe, ben, ana]) await page.getByRole('button', { name: 'Leave' }).click()
})

test('what is done to a line shows at once, a deletion has a way back, and people are offered behind an @', async ({
  openAs,
  expectAccessible,
}, testInfo) => {
  test.setTimeout(120_000)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  // Ben looks from the session's page: one call is enough. It is there once LiveKit has told that Ana is in.
  const sessionPage = await goIn(ana, ROOM)
  await expect(ben.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Prototype table' })).toBeVisible()
  await ben.goto(sessionPage)
  await openChat(ana)
  // Escape ends the changing of a line, or the making of an action of it, and leaves the panel open.
  await write(ana, 'Cherry, then')
  for (const [item, field] of [
    ['Edit', 'Edit'],
    ['Make an action', 'What is to be done'],
  ] as const) {
    await line(ana, 'Cherry, then').hover()
    await line(ana, 'Cherry, then').getByRole('button', { name: 'More about this line' }).click()
    await ana.getByRole('menuitem', { name: item }).click()
    await ana.getByRole('textbox', { name: field }).press('Escape')
    await expect(ana.getByRole('textbox', { name: field })).toBeHidden()
    await expect(line(ana, 'Cherry, then')).toBeFocused()
  }
  await write(ben, 'Walnut it is')
  await expect(line(ana, 'Walnut it is')).toHaveCount(1)
  let answer = () => {}
  const answering = new Promise<void>((resolve) => {
    answer = resolve
  })
  await ben.route('**/chat', async (route) => {
    await answering
    await route.continue()
  })
  const his = line(ben, 'Walnut it is')
  const choose = async (item: string) => {
    await his.hover()
    await his.getByRole('button', { name: 'More about this line' }).click()
    await ben.getByRole('menuitem', { name: item }).click()
  }
  await his.hover()
  await his.getByRole('button', { name: 'React' }).click()
  await ben.getByRole('group', { name: 'React' }).getByRole('button', { name: '🎉' }).click()
  await expect(his).toContainText('🎉 1')
  await choose('Edit')
  await ben.getByRole('textbox', { name: 'Edit' }).fill('Walnut it is, oiled')
  await ben.getByRole('button', { name: 'Save' }).click()
  await expect(his).toContainText('Walnut it is, oiled')
  await choose('Delete')
  await expect(his).toHaveCount(0)
  await expect(line(ana, 'Walnut it is')).toHaveCount(1)
  answer()
  await expect(line(ana, 'Walnut it is')).toHaveCount(0)
  // Of the toast; the notes have one of their own.
  await ben.getByText('Undo', { exact: true }).click()
  for (const page of [ben, ana]) await expect(line(page, 'Walnut it is, oiled')).toContainText('🎉 1')

  await fieldOf(ben).pressSequentially('All right, @An')
  await expect(ben.getByRole('option', { name: 'Ana' })).toBeVisible()
  await ben.screenshot({ path: testInfo.outputPath('chat-mention.png') })
  await expectAccessible(ben)
  await ben.keyboard.press('Enter')
  await expect(fieldOf(ben)).toHaveValue('All right, @Ana ')
  await ben.keyboard.press('Enter')
  await expect(line(ana, 'All right, @Ana').locator('.mention')).toHaveText('@Ana')
  await ana.getByRole('button', { name: 'Leave' }).click()
})

test('offline, a reload, and an app that is killed: what was written is there once, for both', async ({ openAs, demo, watch }) => {
  test.setTimeout(180_000)
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_|Failed to fetch|signal|livekit/i)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const sessionPage = await goIn(ana, ROOM)
  await ben.goto(sessionPage)
  await openChat(ana)
  await write(ana, 'Before')
  await expect(line(ben, 'Before')).toHaveCount(1)

  await ben.context().setOffline(true)
  await write(ben, 'From a tunnel')
  await expect(ben.getByText('Sending…')).toBeVisible()
  await write(ana, 'While you were away')
  await ben.context().setOffline(false)
  await expect(line(ben, 'From a tunnel')).toHaveCount(1)
  await expect(ben.getByText('Sending…')).toHaveCount(0)
  await expect(line(ben, 'While you were away')).toHaveCount(1)
  await expect(line(ana, 'From a tunnel')).toHaveCount(1)

  // Killed with a line on its way, which the server may have taken or not; the page is even loaded again before it is back.
  const killed = demo.appPid()
  await fieldOf(ben).fill('In the middle')
  const sent = fieldOf(ben).press('Enter')
  process.kill(killed, 'SIGKILL')
  await sent
  await write(ben, 'And right after')
  await expect
    .poll(async () => (await fetch(`${demo.baseURL}/readyz`).catch(() => null))?.ok ?? false, {
      timeout: RESTART_TIMEOUT_MS,
      intervals: [100],
    })
    .toBe(true)
  await ben.reload()
  for (const page of [ben, ana]) {
    for (const words of ['Before', 'From a tunnel', 'While you were away', 'In the middle', 'And right after']) {
      await expect(line(page, words), words).toHaveCount(1, { timeout: RESTART_TIMEOUT_MS })
    }
  }
  await expect(ben.getByText('Sending…')).toHaveCount(0)
  expect(demo.appPid()).not.toBe(killed)
  await ana.getByRole('button', { name: 'Leave' }).click()
})
