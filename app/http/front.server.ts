import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pingDatabase } from '#platform/db.server.ts'
import { addressOf } from '#platform/entrance.server.ts'
import { env } from '#platform/env.server.ts'
import { gatherReads } from '#platform/gather-reads.server.ts'
import { log, requestContext } from '#platform/log.server.ts'
import { requestSeconds } from '#platform/metrics.server.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'
import { pingLiveKit } from '#rooms/livekit/ping-livekit.server.ts'
import { handleSignallingRequest } from '#rooms/livekit/proxy-signalling.server.ts'
import { PASSED_BY_BYTES } from './doors.server.ts'
import { networkOf } from './network-of.server.ts'
import { ACCOUNT } from './page-account.ts'
import type { RequestContext } from './request-context.server.ts'

const METHODS = ['GET', 'HEAD', 'POST']
/** A file has one address: Remix would wrap it whole into data of a page under this one. */
const wrappedFiles = /^\/recordings\/[^/]+\/(media|download)\/.*\.data$/
const HOST_PATTERN = /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i

const quietPaths = /^\/(assets\/|healthz|readyz)/
/** Addresses that are secrets themselves. */
const secretPaths = /^(\/(?:reset-password|invite|unsubscribe)\/)[^/]+/

/**
 * What every request passes before static files and Remix: its id, the log, the security headers, and the checks of method,
 * target, host, origin and size. Answers health checks and LiveKit's signalling itself.
 *
 * @returns the context for Remix; null where the request is answered
 */
export async function receive(request: IncomingMessage, response: ServerResponse): Promise<RequestContext | null> {
  const started = process.hrtime.bigint()
  const context: RequestContext = {
    requestId: randomUUID(),
    nonce: randomBytes(16).toString('base64'),
    clientAddress: networkOf(clientAddressOf(request)),
    refuseAccount: () => void response.setHeader(ACCOUNT, 'refused'),
  }
  const target = request.url ?? '/'
  const path = target.split('?', 1)[0] ?? '/'
  response.once('close', () => {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9
    requestSeconds.observe({ method: request.method ?? '', status: `${Math.floor(response.statusCode / 100)}xx` }, seconds)
    if (!quietPaths.test(path)) {
      log.info(
        {
          requestId: context.requestId,
          method: request.method,
          path: loggedPath(path),
          status: response.statusCode,
          ms: Math.round(seconds * 1000),
          statements: context.cost?.statements ?? 0,
        },
        'request',
      )
    }
  })
  response.setHeader('x-request-id', context.requestId)
  setSecurityHeaders(response, context.nonce, request.headers.host)

  if (!HOST_PATTERN.test(request.headers.host ?? '')) return refuse(response, 400, 'Bad host.')
  if (!addressOf(request)) return refuse(response, 400, 'Bad request target.')
  const { origin } = request.headers
  if (origin !== undefined && origin !== 'null' && !URL.canParse(origin)) return refuse(response, 400, 'Bad origin.')
  if (path.endsWith('.data') && request.method !== 'GET') {
    // Remix takes all but GET for an action here, and an action from elsewhere for a mistake of ours.
    if (request.method !== 'POST') return refuse(response, 405, 'This method is not used here.')
    if (!isForThisHost(request)) return refuse(response, 403, 'This request came from another site.')
  }
  if (!METHODS.includes(request.method ?? '')) {
    response.setHeader('allow', METHODS.join(', '))
    return refuse(response, 405, 'This method is not used here.')
  }
  if (wrappedFiles.test(path)) return refuse(response, 404, 'Not found.')
  if (path === '/healthz') return refuse(response, 200, 'ok')
  if (path === '/readyz') {
    const [database, livekit] = await Promise.all([pingDatabase(), pingLiveKit()])
    response.writeHead(database && livekit ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ database, livekit }))
    return null
  }
  if (path === '/livekit' || path.startsWith('/livekit/')) {
    handleSignallingRequest(request, response)
    return null
  }
  if (request.method === 'POST' && path !== '/webhooks/livekit' && !isOwnOrigin(request))
    return refuse(response, 403, 'This request came from another site.')
  if (Number(request.headers['content-length'] ?? 0) > PASSED_BY_BYTES) {
    response.setHeader('connection', 'close')
    return refuse(response, 413, 'Too large.')
  }
  return context
}

/** Remix's own rule for an action of a page (`throwIfPotentialCSRFAttack`): the page has the name under which it was asked for. */
function isForThisHost({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  if (origin === undefined || origin === 'null') return true
  const forwardedHost = String(headers['x-forwarded-host'] ?? '')
    .split(',', 1)[0]
    ?.trim()
  return new URL(origin).host === (forwardedHost || host)
}

function refuse(response: ServerResponse, status: number, sentence: string): null {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(sentence)
  return null
}

/** The body of a request for Remix, read as fast as it is asked for. What nobody wants of it is let pass by, so that its sender gets to the answer. */
export async function* readBody(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    // The connection is still needed for the answer.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  } finally {
    if (!request.readableEnded && !request.destroyed) letPass(request)
  }
}

function letPass(request: IncomingMessage): void {
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > PASSED_BY_BYTES) request.destroy()
  })
  request.resume()
}

/** A path as the log may know it. */
export function loggedPath(path: string): string {
  return path.replace(secretPaths, '$1…')
}

/** Runs `work` so that all it logs carries the request's id, and that what it reads at the same time is read in one statement. */
export function inRequest<T>(context: RequestContext, work: () => T): T {
  context.cost = { statements: 0 }
  return gatherReads(context.cost, () => requestContext.run({ requestId: context.requestId }, work))
}

function clientAddressOf(request: IncomingMessage): string {
  const direct = request.socket.remoteAddress ?? ''
  const forwarded = request.headers['x-forwarded-for']
  const behindProxy = direct === '127.0.0.1' || direct === '::1' || direct === '::ffff:127.0.0.1'
  if (!behindProxy || !forwarded) return direct
  return String(forwarded).split(',').at(-1)?.trim() || direct
}

function setSecurityHeaders(response: ServerResponse, nonce: string, host: string | undefined): void {
  const development = env.NODE_ENV === 'development'
  const own = host && HOST_PATTERN.test(host) ? ` ws://${host} wss://${host}` : ''
  response.setHeader(
    'content-security-policy',
    [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      // Vite puts styles into the page while one develops; React sets style attributes that no nonce can name.
      development ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "font-src 'self'",
      `connect-src 'self'${own}`,
      "media-src 'self' blob:",
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader(
    'permissions-policy',
    'camera=(self), microphone=(self), display-capture=(self), screen-wake-lock=(self), geolocation=()',
  )
  if (env.publicUrl.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000')
}
