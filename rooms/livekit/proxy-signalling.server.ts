import http, { type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import { type Duplex, pipeline } from 'node:stream'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { type Admission, type Authenticate, admitSignalling } from './admit-signalling.server.ts'
import { measureFrames } from './measure-frames.server.ts'
import { trackSignalling } from './open-signalling.server.ts'
import { isSignallingTarget } from './signalling-target.server.ts'

const CONNECT_TIMEOUT_MS = 10_000
const RETRY_AFTER_SECONDS = '1'

/**
 * What RFC 9110 (7.6.1) keeps between neighbours; what is our own business: LiveKit never sees a sign-in, and sees no token but the one
 * that was checked; what would announce a body: none is forwarded; and compression, by which a short frame becomes a huge one.
 */
const NOT_FORWARDED = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'sec-websocket-extensions',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const upstream = new URL(env.LIVEKIT_URL.replace(/^ws/, 'http'))
const transport = upstream.protocol === 'https:' ? https : http
let authenticate: Authenticate = async () => null

function forwarded(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name) && !named.has(name)))
}

function ask(request: IncomingMessage, { path, token }: Admission & { admitted: true }, headers: IncomingHttpHeaders): http.ClientRequest {
  const asked = transport.request({
    hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
    port: upstream.port,
    method: request.method,
    path: upstream.pathname.replace(/\/$/, '') + path,
    headers: { ...forwarded(request.headers), ...headers, authorization: `Bearer ${token}`, host: upstream.host },
  })
  const timer = setTimeout(() => asked.destroy(new Error('LiveKit took too long to answer')), CONNECT_TIMEOUT_MS)
  for (const event of ['response', 'upgrade', 'close'] as const) asked.once(event, () => clearTimeout(timer))
  return asked
}

/** Answers a plain request under `/livekit` (livekit-client asks `/rtc/v1/validate` why it was refused). */
export function handleSignallingRequest(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response).catch((error: unknown) => {
    log.warn({ error }, 'signalling could not be forwarded')
    if (response.headersSent) response.destroy()
    else response.writeHead(400).end()
  })
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = (status: number, sentence: string) => {
    const later = status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...later }).end(sentence)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(404, 'Not found.')
  const admission = await admitSignalling(request, authenticate)
  if (!admission.admitted) return refused(admission.status, admission.sentence)
  if (response.destroyed) return
  const asked = ask(request, admission, {})
  response.on('close', () => asked.destroy())
  const failed = (error: unknown) => {
    if (!response.destroyed) log.warn({ error }, 'signalling could not be forwarded')
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  }
  asked.on('error', failed)
  asked.on(
    'response',
    guarded(failed, (answered: IncomingMessage) => {
      response.writeHead(answered.statusCode ?? 502, forwarded(answered.headers))
      pipeline(answered, response, () => {})
    }),
  )
  asked.end()
}

/** Browsers' ends of what is being forwarded. */
const forwardedSockets = new Set<Duplex>()

/**
 * Ends all forwarded connections, so that the server can close. Calls go on: media never passes here, and livekit-client
 * comes back for its signalling by itself.
 */
export function closeSignalling(): void {
  for (const socket of forwardedSockets) socket.destroy()
}

/**
 * Forwards WebSockets under `/livekit` to LiveKit, of whoever may be in the session that they ask for (see `admitSignalling`); leaves all
 * other upgrades of the server to others.
 *
 * Nobody catches what an event's listener throws: it would end the process, with everybody's pages. So each listener here is guarded.
 *
 * @param authenticateBy finds whose sign-in a Cookie header carries, here and for plain requests
 */
export function attachSignallingProxy(server: Server, authenticateBy: Authenticate): void {
  authenticate = authenticateBy
  server.on('upgrade', (request, socket, head) => {
    if (!isSignallingTarget(request.url)) return
    socket.on('error', () => socket.destroy())
    forwardedSockets.add(socket)
    socket.on('close', () => forwardedSockets.delete(socket))
    forwardUpgrade(request, socket, head).catch((error: unknown) => {
      log.warn({ error }, 'an upgrade could not be forwarded')
      refuse(socket, '400 Bad Request')
    })
  })
}

async function forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket') return refuse(socket, '400 Bad Request')
  const admission = await admitSignalling(request, authenticate)
  if (!admission.admitted) return refuse(socket, `${admission.status} ${http.STATUS_CODES[admission.status]}`)
  if (socket.destroyed) return
  const asked = ask(request, admission, { connection: 'Upgrade', upgrade: 'websocket' })
  socket.on('close', () => asked.destroy())
  const failed = (error: unknown) => {
    if (!socket.destroyed) log.warn({ error }, 'signalling could not be forwarded')
    refuse(socket, '502 Bad Gateway')
  }
  asked.on('error', failed)
  asked.on('upgrade', (answered, upstreamSocket, upstreamHead) => {
    upstreamSocket.on('error', () => upstreamSocket.destroy())
    upstreamSocket.on('close', () => socket.destroy())
    socket.on('close', () => upstreamSocket.destroy())
    guarded(failed, () => {
      if (socket.destroyed) return upstreamSocket.destroy()
      const lines = [`HTTP/1.1 ${answered.statusCode} ${answered.statusMessage}`]
      for (let i = 0; i + 1 < answered.rawHeaders.length; i += 2) lines.push(`${answered.rawHeaders[i]}: ${answered.rawHeaders[i + 1]}`)
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      if (upstreamHead.length > 0) socket.write(upstreamHead)
      const measure = measureFrames()
      const measured = guarded(failed, (piece: Buffer) => {
        if (!measure(piece)) socket.destroy()
      })
      measured(head)
      if (head.length > 0) upstreamSocket.write(head)
      socket.on('data', measured)
      trackSignalling(socket, admission.person)
      upstreamSocket.pipe(socket)
      socket.pipe(upstreamSocket)
    })()
  })
  // LiveKit says no (a token that is over, a room that is gone) with a plain answer.
  asked.on('response', (answered) => {
    answered.on('error', () => {})
    answered.resume()
    refuse(socket, `${answered.statusCode} ${answered.statusMessage}`)
  })
  asked.end()
}

/** A listener that ends nothing but what it is about. */
function guarded<Args extends unknown[]>(failed: (error: unknown) => void, listener: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      listener(...args)
    } catch (error) {
      failed(error)
    }
  }
}

function refuse(socket: Duplex, status: string): void {
  const later = status.startsWith('503') ? `retry-after: ${RETRY_AFTER_SECONDS}\r\n` : ''
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\n${later}connection: close\r\ncontent-length: 0\r\n\r\n`)
}
