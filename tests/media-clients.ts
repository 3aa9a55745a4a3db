import path from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { BROWSER_ARGUMENTS, findBrowser } from '../scripts/find-browser.mjs'

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
  /** `putOut`: it does not have to stand; where it does not, that is because the person was taken out of the room, or it was closed. */
  /** `camera`: with a picture besides the sound; `listens`: it publishes nothing; `cookie`: the sign-in that our own address asks for. */
  join(
    url: string,
    token: string,
    options?: { pageOrigin?: string; putOut?: boolean; camera?: boolean; listens?: boolean; cookie?: string },
  ): Promise<MediaClient>
  close(): Promise<void>
}

/** LiveKit's `DisconnectReason` of who was taken out of a room, and of whose room was closed. */
const PUT_OUT: readonly unknown[] = [4, 5]
const LIBRARY = path.resolve(import.meta.dirname, '../node_modules/livekit-client/dist/livekit-client.umd.js')
const PAGE = '<!doctype html><title>media client</title><script src="/livekit-client.js"></script>'

/** Opens a real browser in which people connect to LiveKit by a bare livekit-client page with a fake microphone. */
export async function openMediaClients(): Promise<MediaClients> {
  const executablePath = await findBrowser(process.env)
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    // A page that comes from no address of the network (a test made it up) may not reach a local one otherwise.
    args: [...BROWSER_ARGUMENTS, '--disable-features=LocalNetworkAccessChecks'],
  })

  const join: MediaClients['join'] = async (url, token, options = {}) => {
    const context: BrowserContext = await browser.newContext({ permissions: ['microphone', 'camera'] })
    const [name, value] = options.cookie?.split(';', 1)[0]?.split('=') ?? []
    if (name && value) await context.addCookies([{ name, value, url: new URL(url.replace(/^ws/, 'http')).origin }])
    const page = await context.newPage()
    await page.route('**/media-client', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
    await page.route('**/livekit-client.js', (route) => route.fulfill({ contentType: 'text/javascript', path: LIBRARY }))
    await page.goto(`${options.pageOrigin ?? new URL(url.replace(/^ws/, 'http')).origin}/media-client`)
    // As strings: the library is the page's own, not the test's.
    const joining = page.evaluate(`(async () => {
      window.room = new LivekitClient.Room()
      window.room.once('disconnected', (reason) => Object.assign(window, { closedBecause: reason }))
      await window.room.connect(${JSON.stringify(url)}, ${JSON.stringify(token)})
      ${options.listens ? '' : 'await window.room.localParticipant.setMicrophoneEnabled(true)'}
      ${options.camera ? 'await window.room.localParticipant.setCameraEnabled(true)' : ''}
    })()`)
    // Put out at once, at times before the connection stands: then that, and nothing else, is why it does not.
    await (options.putOut
      ? joining.catch(async (error: unknown) => {
          const reason = await page.evaluate('window.closedBecause')
          if (!PUT_OUT.includes(reason)) throw error
        })
      : joining)
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
