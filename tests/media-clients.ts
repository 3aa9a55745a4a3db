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
  /** Connects, from a page of the address's own origin unless another is given. */
  join(url: string, token: string, options?: { pageOrigin?: string; putOut?: boolean }): Promise<MediaClient>
  close(): Promise<void>
}

const LIBRARY = path.resolve(import.meta.dirname, '../node_modules/livekit-client/dist/livekit-client.umd.js')
const PAGE = '<!doctype html><title>media client</title><script src="/livekit-client.js"></script>'

/** Opens a real browser in which people connect to LiveKit by a bare livekit-client page with a fake microphone. */
export async function openMediaClients(): Promise<MediaClients> {
  const executablePath = await findBrowser(process.env)
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      // A page that comes from no address of the network (a test made it up) may not reach a local one otherwise.
      '--disable-features=LocalNetworkAccessChecks',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  })

  const join: MediaClients['join'] = async (url, token, options = {}) => {
    const context: BrowserContext = await browser.newContext({ permissions: ['microphone'] })
    const page = await context.newPage()
    await page.route('**/media-client', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
    await page.route('**/livekit-client.js', (route) => route.fulfill({ contentType: 'text/javascript', path: LIBRARY }))
    await page.goto(`${options.pageOrigin ?? new URL(url.replace(/^ws/, 'http')).origin}/media-client`)
    // As strings: the library is the page's own, not the test's.
    const joining = page.evaluate(`(async () => {
      window.room = new LivekitClient.Room()
      await window.room.connect(${JSON.stringify(url)}, ${JSON.stringify(token)})
      await window.room.localParticipant.setMicrophoneEnabled(true)
    })()`)
    await (options.putOut ? joining.catch(() => {}) : joining)
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
  return { join, close: () => browser.close() }
}
