import type { ActionAnswer } from './action-answer.ts'
import { isRefusedAccount } from './page-account.ts'

/** Between asking and asking again; the last one from then on. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 4_000]
/** What a proxy answers for a server that is away. */
const AWAY = new Set([502, 503, 504])

/** Stands on whatever Remix answers. */
const OURS = 'X-Remix-Response'

/** Asked for, it answers when the server is there: what else may then be tried once more. */
export const WAITED_FOR = '/healthz'

let isReached = true
const listeners = new Set<() => void>()

function setReached(reached: boolean): void {
  if (reached === isReached) return
  isReached = reached
  for (const listener of listeners) listener()
}

/** Whether the server answered when the page's data was last asked for. */
export const reach = {
  isReached: () => isReached,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

/**
 * A `fetch` for the pages' own data, which Remix asks for at addresses that end in `.data`: where that fails, it shows an error screen in
 * place of the whole page, and a running call would end with it. A server that is away for a moment (a restart, a tunnel) is waited for
 * instead: what is read is asked for until it comes or is not wanted any more; what is sent goes once, and a lost answer is an answer
 * that forms can show, as in `postJson`. `WAITED_FOR` is waited for as well; everything else passes untouched. A page that is not the
 * browser's any more (somebody else signed in beside it, or nobody is) stays as it is, and is read again once `letIn` says so.
 */
export function createPatientFetch(
  ask: typeof fetch,
  pause: (ms: number, signal?: AbortSignal | null) => Promise<void>,
  letIn: (signal?: AbortSignal | null) => Promise<void>,
): typeof fetch {
  return async (input, init) => {
    if (!isPageData(input)) return ask(input, init)
    const isSent = (init?.method ?? 'GET') !== 'GET'
    for (let tries = 0; ; tries++) {
      const response = await ask(input, init).catch((error: unknown) => {
        if (init?.signal?.aborted) throw error
        return null
      })
      // What our own server says that it cannot do now is an answer to what was sent, and no page.
      const reached = response !== null && !(AWAY.has(response.status) && !(isSent && response.headers.has(OURS)))
      if (reached || !isSent) setReached(reached)
      if (reached && !isSent && isRefusedAccount(response)) {
        await letIn(init?.signal)
        continue
      }
      if (reached) return response
      if (isSent) return new Response(inRemixTerms(lostAnswer()), { headers: { [OURS]: 'yes', 'content-type': 'text/x-script' } })
      await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0, init?.signal)
    }
  }
}

const isPageData = (input: RequestInfo | URL) =>
  input === WAITED_FOR || ((input instanceof URL || typeof input === 'string') && new URL(input, location.href).pathname.endsWith('.data'))

/** An action's answer as Remix sends it (turbo-stream: all values in a row, objects as pairs of places of it). */
function inRemixTerms({ ok, code, fields }: ReturnType<typeof lostAnswer>): string {
  const places = { _3: 4, _5: 6, _7: 8, _9: 8, _10: 8 }
  return `${JSON.stringify([{ _1: 2 }, 'data', places, 'ok', ok, 'code', code, 'fields', fields, 'details', 'typed'])}\n`
}

/** What a page shows where it never heard what became of what it sent. */
export function lostAnswer(): Extract<ActionAnswer<never>, { ok: false }> {
  return { ok: false, code: navigator.onLine ? 'unexpected' : 'offline', fields: {}, details: {}, typed: {} }
}

/** Waits so long, and no longer than until this browser is online again, or nobody wants to know any more. */
export async function pauseForServer(ms: number, signal?: AbortSignal | null): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const done = new AbortController()
    const end = (settle: () => void) => {
      clearTimeout(timer)
      done.abort()
      settle()
    }
    const timer = setTimeout(() => end(resolve), ms * (0.75 + Math.random() / 2))
    window.addEventListener('online', () => end(resolve), { signal: done.signal })
    signal?.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: done.signal })
    if (signal?.aborted) end(() => reject(signal.reason))
  })
}
