import type { Duplex } from 'node:stream'

/** A signalling connection that runs through this process. */
export interface OpenSignalling {
  sessionId: string
  memberId: string
  /** The sign-in of the browser at its other end. */
  signInId: string
  openedAt: Date
  /** Cuts it. What LiveKit has of the person besides, `removeParticipant` takes. */
  drop(): void
}

const open = new Map<Duplex, OpenSignalling>()
let onOpened: (connection: OpenSignalling) => void = () => {}

/** Notes a signalling connection that LiveKit has accepted, until it closes. */
export function trackSignalling(socket: Duplex, person: Pick<OpenSignalling, 'sessionId' | 'memberId' | 'signInId'>): void {
  if (socket.destroyed) return
  const { sessionId, memberId, signInId } = person
  const connection = { sessionId, memberId, signInId, openedAt: new Date(), drop: () => void socket.destroy() }
  open.set(socket, connection)
  socket.once('close', () => open.delete(socket))
  onOpened(connection)
}

/** Calls `listener` for each connection from now on, as soon as LiveKit has accepted it; there is one listener. */
export function whenSignallingOpens(listener: (connection: OpenSignalling) => void): void {
  onOpened = listener
}

/** The signalling connections that are open right now in this process; of two tabs, both. */
export function listOpenSignalling(): OpenSignalling[] {
  return [...open.values()]
}
