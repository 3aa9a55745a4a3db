import type { Page } from 'playwright/test'

/** Lets the page's socket wait, as on a slow line, until `letIn` is called; from then on it connects as ever. */
export async function holdSocket(page: Page): Promise<{ letIn: () => void }> {
  let letIn = () => {}
  const held = new Promise<void>((resolve) => {
    letIn = resolve
  })
  await page.routeWebSocket(/\/socket\.io\//, async (socket) => {
    await held
    socket.connectToServer()
  })
  return { letIn }
}
