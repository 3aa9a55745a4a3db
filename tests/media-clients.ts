import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { findBrowser } from '../scripts/find-browser.mjs'

export interface MediaClient {
  page: Page
  /** Leaves as a person does. */
  leave(): Promise<void>
  /** Is gone without a word, as when a laptop is shut. */
  vanish(): Promise<void>
  /** The identities of the others that this client sees. */
  others(): Promise<string[]>
  /** LiveKit's view of the connection: `connected`, `disconnected`, … */
  state(): Promise<string>
}

export interface MediaClients {
  join(url: string, token: string): Promise<MediaClient>
  close(): Promise<void>
}

/** Opens a real browser in which people connect to LiveKit by a bare livekit-client page with a fake microphone. */
export async function openMediaClients(): Promise<MediaClients> {
  const library = readFileSync(path.resolve(import.meta.dirname, '../node_modules/livekit-client/dist/livekit-client.umd.js'))
  const server = http.createServer((request, response) => {
    const isLibrary = request.url === '/livekit-client.js'
    response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html')
    response.end(isLibrary ? library : '<!doctype html><title>client</title><script src="/livekit-client.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const executablePath = await findBrowser(process.env)
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  })

  const join = async (url: string, token: string): Promise<MediaClient> => {
    const context: BrowserContext = await browser.newContext({ permissions: ['microphone'] })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    // As strings: the library is the page's own, not the test's.
    await page.evaluate(`(async () => {
      window.room = new LivekitClient.Room()
      await window.room.connect(${JSON.stringify(url)}, ${JSON.stringify(token)})
      await window.room.localParticipant.setMicrophoneEnabled(true)
    })()`)
    return {
      page,
      leave: async () => {
        await page.evaluate('window.room.disconnect()')
        await context.close()
      },
      vanish: async () => {
        const devtools = await context.newCDPSession(page)
        const crashed = page.waitForEvent('crash')
        devtools.send('Page.crash').catch(() => {})
        await crashed
        await context.close()
      },
      others: () => page.evaluate<string[]>('[...window.room.remoteParticipants.keys()]'),
      state: () => page.evaluate<string>('window.room.state'),
    }
  }
  return {
    join,
    close: async () => {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
