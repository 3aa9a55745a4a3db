import type { Server as HttpServer } from 'node:http'
import { type Socket as IoSocket, Server } from 'socket.io'
import type { z } from 'zod'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { socketCount } from '#platform/metrics.server.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'
import { type Authenticate, admitSockets, budgetOf, findPerson } from '#platform/realtime/admit-socket.server.ts'
import { answerSocket, endSocket } from '#platform/realtime/answer-socket.server.ts'
import { type Channel, type PersonSocket, type SocketPerson, toPersonSocket } from '#platform/realtime/channels.server.ts'
import { connectRedis } from '#platform/realtime/connect-redis.server.ts'

export { handleSocket } from '#platform/realtime/answer-socket.server.ts'
export type { Channel, PersonSocket } from '#platform/realtime/channels.server.ts'

/** Told by the server to browsers: a name and what it carries. Stated in a `contract.ts`. */
export interface ServerEvent<Payload extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly payload: Payload
}

type Connected = (person: PersonSocket) => Promise<void>

const onConnected: Connected[] = []
let io: Server | null = null
let leaveRedis = async () => {}
/** A browser has so long to say who it is. */
const SIGN_IN_TIMEOUT_MS = 10_000

/** Registers what happens when a signed-in browser connects: typically, joining the channels that it may hear. */
export function whenSocketConnects(work: Connected): void {
  onConnected.push(work)
}

/**
 * Tells everyone on a channel, in all processes. Call it after the transaction is committed.
 * A browser that is away misses it: whatever matters can be read again from a page.
 */
export function publish<Payload extends z.ZodType>(
  channel: Channel | Channel[],
  event: ServerEvent<Payload>,
  payload: z.input<Payload>,
): void {
  io?.to(channel).emit(event.name, payload)
}

/** The same to the browsers that are connected to this process alone: of what every process hears by itself (`platform/signals`). */
export function publishHere<Payload extends z.ZodType>(channel: Channel, event: ServerEvent<Payload>, payload: z.input<Payload>): void {
  io?.local.to(channel).emit(event.name, payload)
}

/** Lets all sockets of a channel (a member's, say) hear another channel from now on, in all processes. */
export function addToChannel(who: Channel, channel: Channel): void {
  io?.in(who).socketsJoin(channel)
}

/** The contrary of `addToChannel`. */
export function removeFromChannel(who: Channel, channel: Channel): void {
  io?.in(who).socketsLeave(channel)
}

/** All channels that a member's sockets hear, in all processes. */
export async function channelsOf(who: `member:${string}`): Promise<Channel[]> {
  const sockets = (await io?.in(who).fetchSockets()) ?? []
  return [...new Set(sockets.flatMap((socket) => [...socket.rooms]))].filter((name): name is Channel => name.includes(':'))
}

/** Ends all connections of a channel: a sign-out, say. */
export function disconnectChannel(who: Channel): void {
  io?.in(who).disconnectSockets(true)
}

/** Which members have a socket on a channel, or on one of several, in all processes. */
export async function membersOnChannel(channel: Channel | Channel[]): Promise<string[]> {
  const sockets = (await io?.in(channel).fetchSockets()) ?? []
  return [...new Set(sockets.map((socket) => (socket.data as SocketPerson).memberId))]
}

/**
 * Opens /socket.io on the HTTP server. A connection is refused with the code of the refusal (`signIn.required`, `limit.reached`,
 * `socket.tooMany`), and with `unexpected` where it could not be found out who it is; one from a page of another origin with 403
 * before that.
 */
export async function attachRealtime(server: HttpServer, authenticate: Authenticate): Promise<void> {
  const created = new Server(server, {
    path: '/socket.io',
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: SIGN_IN_TIMEOUT_MS,
    // Upgrades that are not ours may be another's (signalling), who may have to wait for somebody else's answer.
    destroyUpgradeTimeout: 15_000,
    allowRequest: (request, decide) => decide(null, isOwnOrigin(request)),
  })
  if (env.REDIS_URL) {
    const { adapter, close } = await connectRedis(env.REDIS_URL)
    created.adapter(adapter)
    leaveRedis = close
  }
  admitSockets(created, authenticate)
  created.on('connection', (socket) => void welcome(socket, authenticate))
  io = created
}

async function welcome(socket: IoSocket, authenticate: Authenticate): Promise<void> {
  socketCount.inc()
  socket.on('disconnect', () => socketCount.dec())
  try {
    const person = toPersonSocket(socket)
    answerSocket(socket, person, budgetOf(socket))
    await person.hear(async () => {
      const { memberId, signInId } = await findPerson(socket, authenticate)
      return [`member:${memberId}`, `sign-in:${signInId}`]
    })
    for (const work of onConnected) await work(person)
    socket.emit('ready')
  } catch (error) {
    if (error instanceof DomainError) return endSocket(socket, error.code, error.details)
    log.error({ error }, 'socket could not be set up')
    // Not `disconnect`, which tells a browser not to come back.
    socket.conn.close()
  }
}

/**
 * Lets this process's browsers go, and closes the door. Their connection is lost rather than ended: told to disconnect, a
 * socket.io-client would not come back by itself.
 */
export async function closeRealtime(): Promise<void> {
  const closing = io
  io = null
  if (!closing) return
  await closing.close()
  await leaveRedis()
}
