import { io, type Socket } from 'socket.io-client'
import { pageAccount } from '#app/http/page-account.ts'
import { isPassing } from '#app/http/passing.ts'
import { isFinal, type Refusal, refusals } from './refusal.ts'

/** After a refusal that passes: the first pause, and the longest. */
const RETURN_MS = 1_000
const RETURN_MAX_MS = 30_000

let socket: Socket | null = null

/** This tab's one connection to the server, signed in by the cookie. Opened when first asked for; it comes back by itself. */
export function getSocket(): Socket {
  socket ??= comeBack(io({ path: '/socket.io', transports: ['websocket'], reconnectionDelayMax: 5_000, auth: { account: pageAccount() } }))
  return socket
}

/** Connects anew: whose sign-in this browser has may have changed, and the server knows. */
export function askAgainWhoIsIn(): void {
  getSocket().disconnect().connect()
}

/**
 * Socket.io comes back by itself after a connection that was lost, and never after one that the server refused or ended. Here it does:
 * what passes is tried again after a while, and only who is signed in no more, or as somebody else, has to do something about it.
 */
function comeBack(opened: Socket): Socket {
  let told: Refusal | null = null
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const refused = (refusal: Refusal) => {
    clearTimeout(timer)
    if (refusal.code !== 'unexpected') refusals.tell(refusal)
    if (isFinal(refusal)) return
    const pauseMs = Math.max(Number(refusal.details['seconds'] ?? 0) * 1_000, Math.min(RETURN_MS * 2 ** tries++, RETURN_MAX_MS))
    timer = setTimeout(() => opened.connect(), pauseMs * (1 + Math.random() / 4))
  }
  opened.on('connect_error', (error: Error & { data?: Refusal['details'] }) => {
    if (!opened.active) refused({ code: error.message, details: error.data ?? {} })
  })
  opened.on('ended', (refusal: Refusal) => {
    told = refusal
  })
  opened.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') refused(told ?? { code: 'unexpected', details: {} })
    told = null
  })
  opened.on('ready', () => {
    tries = 0
    clearTimeout(timer)
    refusals.tell(null)
  })
  return opened
}

export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; details?: Refusal['details'] }

/** Asks the server and waits for its answer, 10 s at most. */
export async function askServer<T>(event: string, input: unknown): Promise<Answer<T>> {
  try {
    return (await getSocket().timeout(10_000).emitWithAck(event, input)) as Answer<T>
  } catch {
    return { ok: false, code: 'unexpected' }
  }
}

const AGAIN_MS = [500, 1_000, 2_000, 5_000]

/**
 * Asks until the server says yes or no: what passes is waited for, for as long as this connection lasts (the next one asks anew) and
 * `isWanted` says so.
 *
 * @returns null where it was given up
 */
export async function askUntilAnswered<T>(event: string, input: unknown, isWanted = () => true): Promise<Answer<T> | null> {
  const { id } = getSocket()
  const isOver = () => !isWanted() || !getSocket().connected || getSocket().id !== id
  for (let tries = 0; ; tries++) {
    const answer = await askServer<T>(event, input)
    if (answer.ok || !isPassing(answer.code)) return answer
    if (isOver()) return null
    const pauseMs = Math.max(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 0, Number(answer.details?.['seconds'] ?? 0) * 1_000)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (isOver()) return null
  }
}
