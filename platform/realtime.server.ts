import type { Server as HttpServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'
import { type Socket as IoSocket, Server } from 'socket.io'
import type { z } from 'zod'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { socketCount } from '#platform/metrics.server.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'

/** Told by the server to browsers: a name and what it carries. Stated in a `contract.ts`. */
export interface ServerEvent<Payload extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly payload: Payload
}

/** Asked by a browser, answered by an acknowledgement. Stated in a `contract.ts`. */
export interface ClientEvent<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly input: Input
  readonly output: Output
}

/**
 * Who gets told: one member's sockets, one browser's, those who watch a community; those who look at a room's agenda; those who
 * look at a session from close by (its chat, its notes), in the call or on its page.
 */
export type Channel = `member:${string}` | `sign-in:${string}` | `community:${string}` | `room:${string}` | `session:${string}`

export interface SocketPerson {
  memberId: string
  signInId: string
}

export interface PersonSocket extends SocketPerson {
  join(channel: Channel): Promise<void>
  leave(channel: Channel): Promise<void>
  /** Whether this socket hears a channel now. */
  hears(channel: Channel): boolean
  /** Runs once, when this socket is gone. */
  whenGone(work: () => void): void
}

type Handler = (person: PersonSocket, input: unknown) => Promise<unknown>
type Connected = (person: PersonSocket) => Promise<void>

const handlers = new Map<string, { event: ClientEvent; handler: Handler }>()
const onConnected: Connected[] = []
let io: Server | null = null
/** How long a start waits for Redis: it may be coming up on the same machine. */
const REDIS_WAIT_MS = 5_000
const redisClients: ReturnType<typeof createClient>[] = []

/** Registers who answers an event. The handler gets parsed input only: there is no other way in. */
export function handleSocket<Input extends z.ZodType, Output extends z.ZodType>(
  event: ClientEvent<Input, Output>,
  handler: (person: PersonSocket, input: z.output<Input>) => Promise<z.input<Output>>,
): void {
  handlers.set(event.name, { event, handler: (person, input) => handler(person, input as z.output<Input>) })
}

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
 * Opens /socket.io on the HTTP server. A connection without a valid sign-in is refused with `signIn.required`,
 * one from a page of another origin with 403 before that. Where Redis is away, it goes on without it after `REDIS_WAIT_MS`.
 */
export async function attachRealtime(
  server: HttpServer,
  authenticate: (cookieHeader: string | undefined) => Promise<SocketPerson | null>,
): Promise<void> {
  const created = new Server(server, {
    path: '/socket.io',
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: 64 * 1024,
    // Upgrades that are not ours may be another's (signalling), who may have to wait for somebody else's answer.
    destroyUpgradeTimeout: 15_000,
    allowRequest: (request, decide) => decide(null, isOwnOrigin(request)),
  })
  if (env.REDIS_URL) {
    const publisher = createClient({ url: env.REDIS_URL })
    const subscriber = publisher.duplicate()
    for (const client of [publisher, subscriber]) {
      client.on('error', (error: Error) => log.warn({ error }, 'redis connection lost'))
      forgiveNoAnswer(client)
    }
    redisClients.push(publisher, subscriber)
    await waitForRedis([publisher.connect(), subscriber.connect()])
    created.adapter(createAdapter(publisher, subscriber))
  }
  created.use(async (socket, next) => {
    const person = await authenticate(socket.handshake.headers.cookie).catch((error: unknown) => {
      log.error({ error }, 'socket sign-in failed')
      return null
    })
    if (!person) return next(new Error('signIn.required'))
    socket.data = person
    next()
  })
  created.on('connection', (socket) => void welcome(socket))
  io = created
}

/**
 * Waits for Redis, but not for ever: without it, browsers of this process are told by this process, and those of the others once it is
 * there. A process that never listened would be no use to anybody.
 */
async function waitForRedis(connecting: Promise<unknown>[]): Promise<void> {
  const connected = Promise.all(connecting).catch((error: unknown) => log.warn({ error }, 'redis is not there'))
  const waited = new AbortController()
  await Promise.race([connected, sleep(REDIS_WAIT_MS, undefined, { signal: waited.signal }).catch(() => {})])
  waited.abort()
}

/** The adapter asks these without looking at the answer: one that was lost with the connection must not end the process. */
function forgiveNoAnswer(client: ReturnType<typeof createClient>): void {
  for (const name of ['publish', 'subscribe', 'unsubscribe', 'pSubscribe', 'pUnsubscribe'] as const) {
    const ask = client[name].bind(client) as (...args: unknown[]) => Promise<unknown>
    const forgiving = (...args: unknown[]) => ask(...args).catch((error: unknown) => log.warn({ error }, 'redis did not answer'))
    Object.assign(client, { [name]: forgiving })
  }
}

async function welcome(socket: IoSocket): Promise<void> {
  const { memberId, signInId } = socket.data as SocketPerson
  socketCount.inc()
  socket.on('disconnect', () => socketCount.dec())
  const person: PersonSocket = {
    memberId,
    signInId,
    join: async (channel) => void (await socket.join(channel)),
    leave: async (channel) => void (await socket.leave(channel)),
    hears: (channel) => socket.rooms.has(channel),
    whenGone: (work) => void socket.once('disconnect', work),
  }
  for (const { event, handler } of handlers.values()) {
    socket.on(event.name, async (input: unknown, acknowledge?: (answer: unknown) => void) => {
      const reply = typeof acknowledge === 'function' ? acknowledge : () => {}
      const parsed = event.input.safeParse(input)
      if (!parsed.success) return reply({ ok: false, code: 'input.invalid' })
      try {
        reply({ ok: true, value: await handler(person, parsed.data) })
      } catch (error) {
        if (error instanceof DomainError) return reply({ ok: false, code: error.code })
        log.error({ error, event: event.name }, 'socket event failed')
        reply({ ok: false, code: 'unexpected' })
      }
    })
  }
  await person.join(`member:${memberId}`)
  await person.join(`sign-in:${signInId}`)
  try {
    for (const work of onConnected) await work(person)
    socket.emit('ready')
  } catch (error) {
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
  // A client that is not connected would wait for answers to what it could not send.
  await Promise.all(redisClients.splice(0).map((client) => (client.isReady ? client.close() : client.destroy())))
}
