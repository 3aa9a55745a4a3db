import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'

/** Answers a page's next sign-ins of its socket as the server would, and lets the ones after them through. */
async function refuseSockets(page: Page, refusals: string[]): Promise<{ heard: () => number }> {
  let heard = 0
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const refusal = String(message).startsWith('40') ? refusals.shift() : undefined
      if (refusal) socket.send(`44${refusal}`)
      else server.send(message)
    })
    server.onMessage((message) => {
      if (String(message).includes('"ready"')) heard++
      socket.send(message)
    })
  })
  return { heard: () => heard }
}

test('a tab whose socket is refused because of a fault says nothing, and comes back by itself', async ({ page, signIn }) => {
  const { heard } = await refuseSockets(page, ['{"message":"unexpected"}', '{"message":"unexpected"}'])
  await signIn(page, 'ana')
  await expect.poll(heard, { timeout: 15_000 }).toBe(1)
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0)
})

test('a tab that asked too much says so, waits as long as it is told, and goes on', async ({ page, signIn, expectAccessible }) => {
  const { heard } = await refuseSockets(page, ['{"message":"socket.tooMany","data":{"seconds":3}}'])
  await signIn(page, 'ana')
  const notice = page.getByRole('alert').filter({ hasText: 'Palier is open in too many tabs' })
  await expect(notice).toBeVisible()
  expect(heard()).toBe(0)
  await expectAccessible(page)
  await expect.poll(heard, { timeout: 15_000 }).toBe(1)
  await expect(notice).toBeHidden()
})
