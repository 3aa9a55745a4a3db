import type { Duplex } from 'node:stream'
import { z } from 'zod'

/** Whose signalling runs through this process. */
export interface SignallingPerson {
  sessionId: string
  memberId: string
}

const claimsSchema = z.object({ sub: z.uuid(), video: z.object({ room: z.uuid() }) })
const open = new Map<Duplex, SignallingPerson>()
let onOpened: (person: SignallingPerson) => void = () => {}

/** Notes a signalling connection that LiveKit has accepted, until it closes. Its token was checked by LiveKit. */
export function trackSignalling(socket: Duplex, path: string): void {
  const token = new URL(path, 'http://upstream').searchParams.get('access_token')
  const person = token && readPerson(token)
  if (!person) return
  open.set(socket, person)
  onOpened(person)
  socket.once('close', () => open.delete(socket))
}

/** Calls `listener` for each connection from now on, as soon as LiveKit has accepted it; there is one listener. */
export function whenSignallingOpens(listener: (person: SignallingPerson) => void): void {
  onOpened = listener
}

/** The signalling connections that are open right now in this process; of two tabs, both. */
export function listOpenSignalling(): SignallingPerson[] {
  return [...open.values()]
}

function readPerson(token: string): SignallingPerson | null {
  try {
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
    return claims.success ? { sessionId: claims.data.video.room, memberId: claims.data.sub } : null
  } catch {
    return null
  }
}
