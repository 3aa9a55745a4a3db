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

const budgets = new WeakMap<IoSocket, SocketBudget>()

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
      const budget = openSocketBudget(person.memberId)
      socket.conn.once('close', budget.close)
      if (socket.conn.readyState !== 'open') budget.close()
      budgets.set(socket, budget)
      socket.data = person
      next()
    } catch (error) {
      next(refusalOf(error))
    }
  })
  server.engine.on('connection', limitFrames)
}

/** The account that was opened for a socket when it was let in. */
export function budgetOf(socket: IoSocket): SocketBudget {
  const budget = budgets.get(socket)
  if (!budget) throw new Error('a socket came in past the door')
  return budget
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
