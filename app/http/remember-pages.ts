/** As many pages as one walks through in a while, and for as long. */
const MOST_PAGES = 30
const REMEMBERED_MS = 10 * 60_000

interface Remembered {
  atMs: number
  body: ArrayBuffer
  init: ResponseInit
}

/** Whether the browser's Back or Forward is what asks, and what is done once a page came out of memory. */
interface Walk {
  comesBack: () => boolean
  onRemembered: () => void
}

/**
 * A `fetch` that remembers the data of the pages one was on: who comes back to one sees it at once, as it was, and `onRemembered` has it
 * read again. Whoever goes on reads what is there now. It is this tab's memory alone, and gone with it.
 */
export function createRememberingFetch(ask: typeof fetch, { comesBack, onRemembered }: Walk, now = Date.now): typeof fetch {
  const pages = new Map<string, Remembered>()
  return async (input, init) => {
    const address = addressOfData(input, init)
    if (address === null) return ask(input, init)
    const known = comesBack() ? pages.get(address) : undefined
    if (known && now() - known.atMs < REMEMBERED_MS) {
      onRemembered()
      return new Response(known.body.slice(0), known.init)
    }
    const response = await ask(input, init)
    pages.delete(address)
    // Remix sends a way elsewhere as a 202: it was for that moment.
    if (response.status !== 200) return response
    const body = await response.arrayBuffer()
    const remembered = { atMs: now(), body, init: { headers: [...response.headers] as [string, string][] } }
    pages.set(address, remembered)
    const [oldest] = pages.keys()
    if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest)
    return new Response(body.slice(0), remembered.init)
  }
}

/**
 * Pages that are read and not begun from: what they show may be a moment old. A form that began from old values would send them, and a
 * player would go on from an old place.
 */
const READ = /^\/(_root|inbox|actions|communities|rooms|recordings|threads\/[^/]+|c\/[^/]+(\/(members|sessions|recordings))?)\.data$/

/** Null for all but reading the data of one of these pages, which Remix asks for at addresses that end in `.data`. */
function addressOfData(input: RequestInfo | URL, init: RequestInit | undefined): string | null {
  if ((init?.method ?? 'GET') !== 'GET' || !(input instanceof URL || typeof input === 'string')) return null
  const { pathname, href } = new URL(input, location.href)
  return READ.test(pathname) ? href : null
}

/** The first that is asked for after the browser went back or forward is for that page. */
const ASKED_WITHIN_MS = 1_000

/** Hears of the browser's Back and Forward. Call it before the router does: what it asks for then is told apart by this. */
export function watchComingBack(): () => boolean {
  let wentAtMs = Number.NEGATIVE_INFINITY
  addEventListener('popstate', () => {
    wentAtMs = Date.now()
  })
  return () => {
    const comesBack = Date.now() - wentAtMs < ASKED_WITHIN_MS
    wentAtMs = Number.NEGATIVE_INFINITY
    return comesBack
  }
}
