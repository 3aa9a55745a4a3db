import type { Socket as IoSocket, Server } from 'socket.io'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { socketRefusals } from '#platform/metrics.server.ts'
import type { SocketPerson } from './channels.server.ts'
import { findSocketRefusal, openSocketBudget, SOCKET_BUDGET, type SocketBudget } from './socket-budget.server.ts'
import { TokenBucket } from './token-bucket.server.ts'

/**
 * Finds who connects, by the cookies; null where nobody is signed in. `account` is the member that the page says it belongs to.
 *
 * @throws DomainError where they are refused for another reason
 */
export type Authenticate = (cookies: string | undefined, account: string | undefined) => Promise<SocketPerson | null>

type Connection = IoSocket['conn']

/** The account that is open for a connection, and whose it is. */
const accounts = new WeakMap<Connection, { memberId: string; budget: SocketBudget }>()

/**
 * Lets sockets in whose sign-in is good and whose member has not too many of them. A refusal is told with its code. A fault is told as
 * `unexpected`, and never as a refusal: the same browser may be let in a moment later.
 */
export function admitSockets(server: Server, authenticate: Authenticate): void {
  server.use(async (socket, next) => {
    try {
      const person = await findPerson(socket, authenticate)
      const refusal = findSocketRefusal(person.memberId)
      if (refusal) throw new DomainError(refusal.code, { seconds: refusal.seconds })
      openAccount(socket.conn, person.memberId)
      socket.data = person
      next()
    } catch (error) {
      next(refusalOf(error))
    }
  })
  server.engine.on('connection', limitFrames)
}

/**
 * One account a connection, however often it signs in: a client may do so again and again on the same line, which renews no budget and
 * leaves no listener behind.
 */
function openAccount(connection: Connection, memberId: string): void {
  const known = accounts.get(connection)
  if (known?.memberId === memberId) return
  known?.budget.close()
  accounts.set(connection, { memberId, budget: openSocketBudget(memberId) })
  const close = () => accounts.get(connection)?.budget.close()
  if (connection.readyState !== 'open') close()
  else if (!known) connection.once('close', close)
}

/** The account of a socket that was let in. */
export function budgetOf(socket: IoSocket): SocketBudget {
  const account = accounts.get(socket.conn)
  if (!account) throw new Error('a socket came in past the door')
  return account.budget
}

/**
 * Asks again who a socket belongs to.
 *
 * @throws DomainError where its sign-in is over meanwhile
 */
export async function findPerson(socket: IoSocket, authenticate: Authenticate): Promise<SocketPerson> {
  const { account } = socket.handshake.auth as { account?: unknown }
  const person = await authenticate(socket.handshake.headers.cookie, typeof account === 'string' ? account : undefined)
  if (!person) throw new DomainError('signIn.required')
  return person
}

/** As socket.io-client gets it: the code as the message, and the figures of its sentence. */
function refusalOf(error: unknown): Error & { data?: unknown } {
  if (error instanceof DomainError) {
    socketRefusals.inc({ what: 'connection' })
    return Object.assign(new Error(error.code), { data: error.details })
  }
  log.error({ error }, 'socket sign-in failed')
  return new Error('unexpected')
}

/** What is below all events: connections that send more frames than anybody types or asks are broken off, signed in or not. */
function limitFrames(connection: { on(name: 'packet', listener: () => void): unknown; close(discard: boolean): unknown }): void {
  const frames = new TokenBucket(SOCKET_BUDGET.frames)
  connection.on('packet', () => {
    // After the frames that came along: one of them may end the socket with a reason.
    if (frames.spend() > 0) setImmediate(() => connection.close(true))
  })
}
