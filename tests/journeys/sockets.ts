import { expect, type Page } from 'playwright/test'

/** A socket that was refused for a while tries again every few seconds. */
export const RETURN_TIMEOUT_MS = 30_000

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

/** A page's way to the server's events, which can be cut once the page hears them: then nothing comes through until it is mended. */
export async function cutSocket(page: Page): Promise<{ cut: () => Promise<void>; mend: () => void }> {
  const open = new Set<{ close(): Promise<void> }>()
  let isCut = false
  let hears = false
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    server.onMessage((message) => {
      socket.send(message)
      hears ||= String(message).includes('"ready"')
    })
    open.add(socket).add(server)
  })
  return {
    cut: async () => {
      await expect.poll(() => hears).toBe(true)
      isCut = true
      for (const side of open) await side.close()
      open.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}
