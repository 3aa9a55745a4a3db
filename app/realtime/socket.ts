import { io, type Socket } from 'socket.io-client'

let socket: Socket | null = null

/** This tab's one connection to the server, signed in by the cookie. Opened when first asked for; it reconnects by itself. */
export function getSocket(): Socket {
  socket ??= io({ path: '/socket.io', transports: ['websocket'], reconnectionDelayMax: 5_000 })
  return socket
}

type Answer<T> = { ok: true; value: T } | { ok: false; code: string }

/** Asks the server and waits for its answer, 10 s at most. */
export async function askServer<T>(event: string, input: unknown): Promise<Answer<T>> {
  try {
    return (await getSocket().timeout(10_000).emitWithAck(event, input)) as Answer<T>
  } catch {
    return { ok: false, code: 'unexpected' }
  }
}
