import type { Page, Request } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

// Two browsers' worth of video is encoded here without a graphics card, and three people look on.
test.describe.configure({ timeout: 240_000 })

const ROOM = '/c/design-studio/rooms/prototype-table'
/** A restart of the app, on a machine that is busy with other things. */
const RESTART_TIMEOUT_MS = 40_000

const linesOf = (page: Page) => page.getByRole('list', { name: 'Lines of the agenda' }).first()
const lineOf = (page: Page, title: string) => linesOf(page).getByRole('listitem').filter({ hasText: title }).first()

async function addLine(page: Page, title: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Add a line' }).fill(title)
  await page.keyboard.press('Enter')
  await expect(lineOf(page, title)).toBeVisible()
}

async function openAgenda(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Agenda/ }).click()
  await expect(linesOf(page)).toBeVisible()
}

async function isBack(baseURL: string): Promise<boolean> {
  const response = await fetch(`${baseURL}/readyz`).catch(() => null)
  return response?.ok ?? false
}

test('an agenda made before: the absent ask, the call goes through its lines, a thread says that it was discussed live', async ({
  openAs,
  expectAccessible,
}) => {
  const [ana, ben, chloe] = [await openAs('ana'), await openAs('ben'), await openAs('chloe')]
  const about = `Oak or beech ${Date.now()}`

  // A thread of the community is to be talked about.
  await ben.goto('/c/design-studio')
  await ben.getByRole('textbox', { name: 'Write an update' }).fill(about)
  await ben.getByRole('button', { name: 'Post', exact: true }).click()
  const post = ben.getByRole('article').filter({ hasText: about })
  await post.getByRole('button', { name: 'More about this thread' }).click()
  await ben.getByRole('menuitem', { name: 'Discuss this live' }).click()
  const question = ben.getByRole('dialog', { name: 'In which room?' })
  if (await question.isVisible()) await expectAccessible(ben)
  await question.getByRole('button', { name: /Prototype table/ }).click()
  await expect(ben.getByText('It is on the agenda of Prototype table.')).toBeVisible()
  await expect(post.getByRole('link', { name: 'On the agenda of Prototype table' })).toBeVisible()

  // Ana prepares, by the keyboard.
  await ana.goto(ROOM)
  await expect(lineOf(ana, about)).toBeVisible()
  await ana.getByRole('textbox', { name: 'Add a line' }).fill('Samples')
  await ana.getByRole('spinbutton', { name: 'Minutes' }).fill('10')
  await ana.getByRole('combobox', { name: 'Who brings it' }).selectOption({ label: 'Ana' })
  await ana.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(lineOf(ana, 'Samples')).toContainText('10 min')
  await ana.getByRole('button', { name: /^Move Samples/ }).focus()
  await ana.keyboard.press('ArrowUp')
  await expect(linesOf(ana).getByRole('listitem').first()).toContainText('Samples')
  await expect(ana.getByRole('button', { name: /^Move Samples/ })).toBeFocused()
  await expectAccessible(ana)

  // Chloé can't be there, and asks.
  await chloe.goto(ROOM)
  await chloe.getByRole('button', { name: 'I can’t be there' }).click()
  await expect(ana.getByText('Chloé can’t be there')).toBeVisible()
  await lineOf(chloe, 'Samples').getByRole('button', { name: 'Leave a question' }).click()
  await chloe.getByRole('textbox', { name: 'Leave a question' }).fill('Do we have them in *black*?')
  await expectAccessible(chloe)
  await chloe.getByRole('button', { name: 'Leave it here' }).click()
  await expect(lineOf(chloe, 'Samples')).toContainText('Chloé asks')

  // The call goes through two lines.
  await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await openAgenda(ana)
  await ana.getByRole('button', { name: 'Now: Samples' }).click()
  await expect(lineOf(ana, 'Samples')).toHaveAttribute('aria-current', 'step')
  await expect(ben.getByText('Chloé left a question on “Samples”.')).toBeVisible()
  await chloe.goto('/c/design-studio')
  await expect(chloe.getByRole('navigation', { name: 'Main' })).toContainText('Samples')
  await ben.getByRole('button', { name: 'See it' }).click()
  await expectAccessible(ben)
  await ben.getByRole('textbox', { name: 'Answer Chloé' }).fill('Two of them.')
  await ben.getByRole('button', { name: 'Answer', exact: true }).click()
  await expect(lineOf(ana, 'Samples')).toContainText('Ben answered')
  await expect(ben.getByText('Chloé left a question on “Samples”.')).toHaveCount(0)

  // Both go on from the same line at the same time: nothing is skipped. (A button looked for anew might be that of the next line.)
  const buttons = await Promise.all([ana, ben].map((page) => lineOf(page, 'Samples').getByRole('button', { name: 'Next' }).elementHandle()))
  await Promise.all(buttons.map((button) => button?.evaluate((element) => (element as HTMLElement).click())))
  await expect(lineOf(ana, about)).toHaveAttribute('aria-current', 'step')
  await expect(lineOf(ben, about)).toHaveAttribute('aria-current', 'step')
  await expect(lineOf(ana, 'Samples').getByRole('checkbox')).toBeChecked()
  await addLine(ben, 'Lamps, if there is time')
  await lineOf(ana, about).getByRole('checkbox').click()
  await expect(lineOf(ben, about)).not.toHaveAttribute('aria-current', 'step')

  // Afterwards the thread says so, and leads to the session's page.
  await chloe.goto('/c/design-studio')
  const discussed = chloe
    .getByRole('article')
    .filter({ hasText: about })
    .getByRole('link', { name: /^Discussed live, \d\d:\d\d to \d\d:\d\d$/ })
  await discussed.click()
  await expect(chloe).toHaveURL(/\/sessions\//)
  await expect(lineOf(chloe, 'Samples')).toContainText('Two of them.')
  await expectAccessible(chloe)
  for (const page of [ana, ben]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
})

test('by keyboard, what is done with a line of an agenda ends at that line', async ({ openAs }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const title = `Varnish ${Date.now()}`
  await ana.goto(ROOM)
  await addLine(ana, title)
  const line = lineOf(ana, title)
  const choose = async (item: string) => {
    await line.getByRole('button', { name: /: more$/ }).press('Enter')
    await ana.getByRole('menuitem', { name: item }).press('Enter')
  }
  await choose('Edit')
  await ana.getByRole('textbox', { name: 'What it is about' }).press('Escape')
  await expect(line).toBeFocused()
  await choose('Edit')
  await ana.getByRole('textbox', { name: 'What it is about' }).fill(`${title}, matt`)
  await ana.keyboard.press('Enter')
  await expect(line).toContainText(', matt')
  await expect(line).toBeFocused()
  await choose('Leave a question')
  await ana.getByRole('textbox', { name: 'Leave a question' }).press('Escape')
  await expect(line).toBeFocused()
  await choose('Leave a question')
  await ana.getByRole('textbox', { name: 'Leave a question' }).fill('Or gloss?')
  await ana.getByRole('button', { name: 'Leave it here' }).press('Enter')
  await expect(line).toContainText('Ana asks')
  await expect(line).toBeFocused()

  await ben.goto(ROOM)
  await lineOf(ben, title).getByRole('textbox', { name: 'Answer Ana' }).fill('Matt.')
  await lineOf(ben, title).getByRole('button', { name: 'Answer', exact: true }).press('Enter')
  await expect(lineOf(ben, title)).toContainText('Ben answered')
  await expect(lineOf(ben, title).getByRole('listitem').filter({ hasText: 'Or gloss?' })).toBeFocused()
  await choose('Take off the agenda')
  await expect(lineOf(ben, title)).toHaveCount(0)
})

test('two browsers say "Now" at the same time, and the app is killed: one line is now, and nothing acknowledged is lost', async ({
  openAs,
  demo,
  watch,
}) => {
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to fetch|signal/i)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await ana.getByRole('button', { name: /^Agenda/ }).click()
  // The next line is typed before the first one is acknowledged.
  let acknowledge = () => {}
  const asked = new Promise<void>((resolve) => {
    acknowledge = resolve
  })
  const isAdding = (request: Request) => request.method() === 'POST' && /\/rooms\/[^/]+\/agenda$/.test(request.url())
  await ana.route(/\/rooms\/[^/]+\/agenda$/, async (route) => {
    if (!isAdding(route.request())) return route.continue()
    const response = await route.fetch()
    await asked
    await route.fulfill({ response })
  })
  await addLine(ana, 'Before the crash')
  const field = ana.getByRole('textbox', { name: 'Add a line' })
  await field.fill('Also before it')
  const acknowledged = ana.waitForEvent('requestfinished', isAdding)
  acknowledge()
  await acknowledged
  await ana.unroute(/\/rooms\/[^/]+\/agenda$/)
  await expect(field).toHaveValue('Also before it')
  await field.press('Enter')
  await expect(lineOf(ana, 'Also before it')).toBeVisible()
  await openAgenda(ben)
  await Promise.all([
    ana.getByRole('button', { name: 'Now: Before the crash' }).click(),
    ben.getByRole('button', { name: 'Now: Also before it' }).click(),
  ])
  const nowIn = (page: Page) => linesOf(page).locator('[aria-current="step"]')
  await expect(nowIn(ana)).toHaveCount(1)
  const titleOf = (page: Page) => nowIn(page).getByRole('paragraph').first().innerText()
  await expect.poll(async () => (await titleOf(ana)) === (await titleOf(ben))).toBe(true)
  const isNow = await titleOf(ana)

  process.kill(demo.appPid(), 'SIGKILL')
  // Not acknowledged: what was typed stays, and goes out again.
  await ana.getByRole('textbox', { name: 'Add a line' }).fill('In the middle of it')
  await ana.keyboard.press('Enter')
  await expect.poll(() => isBack(demo.baseURL), { timeout: RESTART_TIMEOUT_MS, intervals: [100] }).toBe(true)
  const line = lineOf(ana, 'In the middle of it')
  await expect(async () => {
    if ((await line.count()) === 0 && (await field.inputValue()) === 'In the middle of it') {
      await field.press('Enter')
    }
    expect(await line.count()).toBe(1)
  }).toPass({ timeout: RESTART_TIMEOUT_MS })
  await expect(linesOf(ben).getByRole('listitem')).toContainText([/./, /./, /./])
  for (const title of ['Before the crash', 'Also before it', 'In the middle of it']) await expect(lineOf(ben, title)).toHaveCount(1)
  await expect(nowIn(ben)).toContainText(isNow)
  for (const page of [ana, ben]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
})
