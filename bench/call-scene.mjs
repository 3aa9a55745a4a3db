import { waitForPeople } from './bare-call.mjs'
import { openAtRest, openContext } from './browser.mjs'

export const COMMUNITY = 'everyone'

/** The name of a button, whole. */
const named = (page, name) => page.getByRole('button', { name, exact: true })

/** Any button that enters a call of the community page. */
export const joinButton = (page) => named(page, 'Join').first()

/**
 * Presses a button that enters a call, then Join in the pre-join panel where that comes up.
 *
 * @param {import('playwright').Page} page
 * @param {import('playwright').Locator} button
 */
export async function enter(page, button) {
  await button.click()
  const leave = named(page, 'Leave').first()
  const withoutDevices = named(page, 'Join without camera and microphone')
  await leave.or(withoutDevices).first().waitFor()
  if (!(await withoutDevices.isVisible())) return
  await page.locator('div', { has: withoutDevices }).last().getByRole('button', { name: 'Join', exact: true }).click()
  await leave.waitFor()
}

/** @param {import('playwright').Page} page */
export async function leaveCall(page) {
  await named(page, 'Leave').first().click()
}

/**
 * Ana in a call that she started on the community page, with her camera on.
 *
 * @param {import('playwright').Browser} browser
 * @param {import('./instance.mjs').Instance} instance
 */
export async function openCallWithAna(browser, instance) {
  const { context, memberId } = await openContext(browser, instance, 'ana')
  const page = await context.newPage()
  const communityUrl = `${instance.url}/c/${COMMUNITY}`
  await openAtRest(page, communityUrl, 'button')
  await enter(page, named(page, 'Start a call').first())
  const sessionId = await waitForSession(instance)
  await waitForPeople(instance.livekit, sessionId, (people) =>
    people.some(({ identity, tracks }) => identity === memberId && tracks.length >= 2),
  )
  return { communityUrl, sessionId, anaId: memberId, close: () => context.close() }
}

const LOOK_EVERY_MS = 50
const LOOK_TIMEOUT_MS = 20_000

/** The one session that is open. */
async function waitForSession({ database }) {
  const giveUpMs = performance.now() + LOOK_TIMEOUT_MS
  for (;;) {
    const { rows } = await database.query('SELECT id FROM "Session" WHERE "endedAt" IS NULL')
    if (rows.length === 1) return rows[0].id
    if (performance.now() > giveUpMs) throw new Error(`${rows.length} sessions are open where one was started.`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
