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
  const preJoin = page.getByRole('button', { name: 'Join', exact: true }).and(page.locator(':enabled'))
  const withoutDevices = named(page, 'Join without camera and microphone')
  await leave.or(withoutDevices).first().waitFor()
  if (await withoutDevices.isVisible()) {
    await page.locator('div', { has: withoutDevices }).last().getByRole('button', { name: 'Join', exact: true }).and(preJoin).click()
    await leave.waitFor()
  }
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
  const { rows } = await instance.database.query('SELECT id, "roomId" FROM "Session" WHERE "endedAt" IS NULL')
  if (rows.length !== 1) throw new Error(`After Ana started a call, ${rows.length} sessions are open.`)
  const sessionId = rows[0].id
  await waitForPeople(instance.livekit, sessionId, (people) =>
    people.some(({ identity, tracks }) => identity === memberId && tracks.length >= 2),
  )
  return { communityUrl, sessionId, anaId: memberId, close: () => context.close() }
}
