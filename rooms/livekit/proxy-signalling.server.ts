import http, { type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'
import { trackSignalling } from './open-signalling.server.ts'

const PREFIX = '/livekit'
const CONNECT_TIMEOUT_MS = 10_000

/** What RFC 9110 (7.6.1) keeps between neighbours, and what is our own business: LiveKit never sees a sign-in. */
const NOT_FORWARDED = new Set([
  'connection',
  'cookie',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const upstream = new URL(env.LIVEKIT_URL.replace(/^ws/, 'http'))
const transport = upstream.protocol === 'https:' ? https : http

/** A target under `/livekit` without the prefix; null where it is no address. Browsers write no backslash: URL reads it as a slash. */
function parseTarget(target: string | undefined): URL | null {
  const path = (target ?? '').slice(PREFIX.length).replace(/^\/+/, '/')
  return !path.includes('\\') && URL.canParse(path, 'http://upstream') ? new URL(path, 'http://upstream') : null
}

/**
 * Where a request under `/livekit` goes: the same path with the prefix cut off. Null for all but signalling (`/rtc…`):
 * LiveKit's administration, debugging and agents are not for browsers.
 */
export function findUpstreamPath(target: string | undefined): string | null {
  const parsed = target?.startsWith(`${PREFIX}/`) ? parseTarget(target) : null
  if (!parsed) return null
  const { pathname, search } = parsed
  if (pathname !== '/rtc' && !pathname.startsWith('/rtc/')) return null
  return upstream.pathname.replace(/\/$/, '') + pathname + search
}

function forwarded(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name) && !named.has(name)))
}

function ask(request: IncomingMessage, path: string, headers: IncomingHttpHeaders): http.ClientRequest {
  const asked = transport.request({
    hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
    port: upstream.port,
    method: request.method,
    path,
    headers: { ...forwarded(request.headers), ...headers, host: upstream.host },
  })
  const timer = setTimeout(() => asked.destroy(new Error('LiveKit took too long to answer')), CONNECT_TIMEOUT_MS)
  for (const event of ['response', 'upgrade', 'close'] as const) asked.once(event, () => clearTimeout(timer))
  return asked
}

/** Answers a plain request under `/livekit` (livekit-client asks `/rtc/v1/validate` why it was refused). */
export function handleSignallingRequest(request: IncomingMessage, response: ServerResponse): void {
  if (!parseTarget(request.url)) {
    response.writeHead(400).end()
    return
  }
  const path = findUpstreamPath(request.url)
  const known = path !== null && (request.method === 'GET' || request.method === 'HEAD')
  if (!known || !isOwnOrigin(request)) {
    response.writeHead(known ? 403 : 404).end()
    return
  }
  const asked = ask(request, path, {})
  asked.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, forwarded(answer.headers))
    answer.pipe(response)
  })
  asked.on('error', (error) => {
    log.warn({ error }, 'signalling could not be forwarded')
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  response.on('close', () => asked.destroy())
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

/** Forwards WebSockets under `/livekit` to LiveKit; leaves all other upgrades of the server to others. */
export function attachSignallingProxy(server: Server): void {
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== PREFIX && !request.url?.startsWith(`${PREFIX}/`)) return
    try {
      forwardUpgrade(request, socket, head)
    } catch (error) {
      // Nobody catches what an event's listener throws: it would end the process.
      log.warn({ error }, 'an upgrade could not be forwarded')
      refuse(socket, '400 Bad Request')
    }
  })
}

function forwardUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  forwardedSockets.add(socket)
  socket.on('close', () => forwardedSockets.delete(socket))
  socket.on('error', () => socket.destroy())
  if (!parseTarget(request.url)) {
    refuse(socket, '400 Bad Request')
    return
  }
  const path = findUpstreamPath(request.url)
  if (!path || !isOwnOrigin(request)) {
    refuse(socket, path ? '403 Forbidden' : '404 Not Found')
    return
  }
  const asked = ask(request, path, { connection: 'Upgrade', upgrade: request.headers.upgrade })
  asked.on('upgrade', (answer, upstreamSocket, upstreamHead) => {
    const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
    for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    if (upstreamHead.length > 0) socket.write(upstreamHead)
    if (head.length > 0) upstreamSocket.write(head)
    upstreamSocket.on('error', () => upstreamSocket.destroy())
    upstreamSocket.on('close', () => socket.destroy())
    socket.on('close', () => upstreamSocket.destroy())
    trackSignalling(socket, path)
    upstreamSocket.pipe(socket)
    socket.pipe(upstreamSocket)
  })
  // LiveKit says no (a token that is over, a room that is gone) with a plain answer.
  asked.on('response', (answer) => {
    answer.resume()
    refuse(socket, `${answer.statusCode} ${answer.statusMessage}`)
  })
  asked.on('error', (error) => {
    log.warn({ error }, 'signalling could not be forwarded')
    refuse(socket, '502 Bad Gateway')
  })
  socket.on('close', () => asked.destroy())
  asked.end()
}

function refuse(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
