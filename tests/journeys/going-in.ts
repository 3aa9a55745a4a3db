import { expect, type Page } from 'playwright/test'

/** As somebody who has been in a call with this browser before: no panel comes first. */
export async function hasCalledBefore(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    // A new tab is about:blank first, which keeps nothing.
    if (location.origin === 'null') return
    localStorage.setItem('palier.devices', localStorage.getItem('palier.devices') ?? JSON.stringify({ microphone: true, camera: true }))
  })
}

/** Goes into a room from its own page, whether somebody is in it or not; the answer is the address of the session's page. */
export async function goIn(page: Page, room: string): Promise<string> {
  await hasCalledBefore(page)
  // Where a session runs, the page gets its ticket before the click.
  const ticket = page.waitForResponse(async (response) => response.url().endsWith('/ticket') && 'sessionId' in (await response.json()))
  await page.goto(room)
  await page
    .locator('main')
    .getByRole('button', { name: /^(Join|Start a call)$/ })
    .click()
  await expect(page.getByRole('button', { name: 'Leave', exact: true })).toBeVisible()
  const { sessionId } = (await (await ticket).json()) as { sessionId: string }
  return `/sessions/${sessionId}`
}
