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
  const asked = page.waitForRequest((request) => request.url().endsWith('/ticket'))
  await page.goto(room)
  await page
    .locator('main')
    .getByRole('button', { name: /^(Join|Start a call)$/ })
    .click()
  await expect(page.getByRole('button', { name: 'Leave', exact: true })).toBeVisible()
  // The answer to the page's own asking may be gone by now: a browser keeps it as long as it likes.
  const askAgain = async (url: string) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ prepare: true }) })
    return ((await answer.json()) as { sessionId?: string }).sessionId
  }
  // "Leave" is there before the session is: one may think better of it.
  let sessionId: string | undefined
  const url = (await asked).url()
  await expect.poll(async () => (sessionId = await page.evaluate(askAgain, url))).toBeTruthy()
  return `/sessions/${sessionId}`
}
