import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'
/** A ghost or a miss lasts so long at most, whatever process died (product.md). */
const HEALED_WITHIN_MS = 10_000
/** A first picture, on a machine that is busy with other things. */
const MEDIA_TIMEOUT_MS = 30_000
/** How long livekit-client and LiveKit hold a call together without signalling; the app is back long before. */
const RESTART_TIMEOUT_MS = 40_000

const namesIn = (page: Page) => page.getByRole('list', { name: 'In the room' }).getByRole('listitem')

/** How far the picture of the one other person has come, in seconds. */
const pictureTime = (page: Page) =>
  page.locator('[data-participant] video').evaluate((video) => (video instanceof HTMLVideoElement ? video.currentTime : 0))

async function isBack(baseURL: string): Promise<boolean> {
  const response = await fetch(`${baseURL}/readyz`).catch(() => null)
  return response?.ok ?? false
}

test('the app is killed in mid-call and one of two leaves: the call of the other goes on, and presence is right again', async ({
  openAs,
  demo,
  watch,
}) => {
  test.setTimeout(180_000)
  // What a killed server leaves in consoles: sockets and requests that failed.
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to fetch|signal/i)
  const [ana, ben, emma] = [await openAs('ana'), await openAs('ben'), await openAs('emma', { locale: 'fr-FR' })]
  const sessionPage = await goIn(ana, ROOM)
  await goIn(ben, ROOM)
  await expect(namesIn(ana)).toHaveCount(2)
  await expect.poll(() => pictureTime(ana), { timeout: MEDIA_TIMEOUT_MS }).toBeGreaterThan(0)

  await emma.goto('/c/design-studio')
  // Emma's browser reads French.
  const card = emma
    .getByRole('listitem')
    .filter({ has: emma.getByRole('link', { name: 'Prototype table' }) })
    .last()
  await expect(card).toContainText('Ana et Ben')

  // Ana's browser has the code of pages that she has not been to yet: see below.
  await expect
    .poll(() => ana.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /\/assets\/directory-/.test(name))))
    .toBe(true)

  const killed = demo.appPid()
  process.kill(killed, 'SIGKILL')
  const pictureAtDeath = await pictureTime(ana)
  await expect.poll(() => pictureTime(ana), { message: 'the picture goes on', timeout: MEDIA_TIMEOUT_MS }).toBeGreaterThan(pictureAtDeath)
  await ben.getByRole('button', { name: 'Leave' }).click()
  await ben.context().close()
  // Nothing can be read now; the document stays all the same, and the call in it.
  await ana.evaluate(() => Object.assign(window, { sameDocument: true }))
  await ana.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Communities', exact: true }).click()

  await expect.poll(() => isBack(demo.baseURL), { timeout: RESTART_TIMEOUT_MS, intervals: [100] }).toBe(true)
  await emma.goto('/c/design-studio')
  await expect(card).not.toContainText('Ben', { timeout: HEALED_WITHIN_MS })
  await expect(card).toContainText('Ana')
  expect(demo.appPid()).not.toBe(killed)

  // The same call, not a new one: Ana's page never came out of it, and her visit is one.
  expect(await ana.evaluate(() => 'sameDocument' in window)).toBe(true)
  await ana.goBack()
  await expect(ana.getByRole('button', { name: 'Mute' })).toBeVisible()
  // Her browser tries to reach LiveKit again with growing pauses; how long the app was away has grown with each time that it was killed.
  await expect(namesIn(ana)).toHaveCount(1, { timeout: RESTART_TIMEOUT_MS })
  await emma.goto(sessionPage)
  const visits = emma.locator('main').getByRole('listitem')
  await expect(visits.filter({ hasText: 'Ana' })).toContainText(/depuis .*, toujours là/)
  await expect(visits.filter({ hasText: 'Ben' })).toContainText(/de .* à /)
})
