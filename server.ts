import http from 'node:http'
import path from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { pathToFileURL } from 'node:url'
import { createRequestHandler, installGlobals, type ServerBuild } from '@remix-run/node'
import sirv from 'sirv'
import type { ViteDevServer } from 'vite'
import type { palier as Palier } from './app/entry.server.tsx'

installGlobals({ nativeFetch: true })

type Build = ServerBuild & { entry: { module: { palier: typeof Palier } } }

const development = process.env['NODE_ENV'] === 'development'
const server = http.createServer((request, response) => void handle(request, response))
let vite: ViteDevServer | undefined
if (development) {
  const { createServer } = await import('vite')
  vite = await createServer({ server: { middlewareMode: true, hmr: { server } } })
}

const buildFile = pathToFileURL(path.resolve('build/server/index.js')).href
const readBuild = async () => (vite ? await vite.ssrLoadModule('virtual:remix/server-build') : await import(buildFile)) as Build
const { palier } = (await readBuild()).entry.module
const { env, log } = palier

type Middleware = (request: http.IncomingMessage, response: http.ServerResponse, next: () => void) => void
const statics: Middleware = vite
  ? vite.middlewares
  : sirv('build/client', {
      dev: false,
      etag: true,
      gzip: true,
      brotli: true,
      setHeaders: (response, file) => {
        response.setHeader('cache-control', file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      },
    })
/** Files of the build are small, and always whole: sirv takes a range for what it is not (`bytes=5-2`, `bytes=-5`). Pages may need theirs. */
const serveFile: Middleware = (request, response, next) => {
  const { range } = request.headers
  delete request.headers.range
  statics(request, response, () => {
    if (range !== undefined) request.headers.range = range
    next()
  })
}
let pages: InstanceType<typeof palier.PageWorkers> | undefined
const once = development ? null : createRequestHandler(await readBuild(), 'production')

async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  try {
    const context = await palier.receive(request, response)
    if (!context) return
    serveFile(request, response, () =>
      palier.inRequest(context, async () => {
        try {
          const drawn = await pages?.draw(request, response, context)
          if (drawn) return await palier.sendAnswer(drawn, request, response)
          const answer = once ?? createRequestHandler(await readBuild(), 'development')
          const answered = await answer(toRequest(request, response), context)
          await palier.sendAnswer(answered, request, response)
        } catch (error) {
          fail(error, response)
        }
      }),
    )
  } catch (error) {
    fail(error, response)
  }
}

function fail(error: unknown, response: http.ServerResponse): void {
  if (response.destroyed) return
  log.error({ error }, 'request failed')
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('Something broke on our side. Try again in a moment.')
}

function toRequest(request: http.IncomingMessage, response: http.ServerResponse): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  const method = request.method ?? 'GET'
  const gone = new AbortController()
  // Also of an answer that is sent: Remix keeps the page's data for ten seconds more, unless it hears of the end.
  response.once('close', () => gone.abort())
  const init: RequestInit & { duplex?: 'half' } = { method, headers, signal: gone.signal }
  if (method !== 'GET' && method !== 'HEAD') {
    init.body = ReadableStream.from(palier.readBody(request)) as globalThis.ReadableStream<Uint8Array>
    init.duplex = 'half'
  }
  const address = palier.addressOf(request)
  // `receive` lets no other request through.
  if (!address) throw new Error('the request asks for no address')
  return new Request(address, init)
}

/** How long requests that are being answered may take to finish at a stop, and how long the rest of it may take. */
const DRAIN_MS = 7_000
const STOP_MS = 9_500
let stopping = false
/** Takes nothing new, sends sockets elsewhere, lets requests finish, and only then lets go of the database. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(1), STOP_MS).unref()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cutOff = setTimeout(() => {
    log.warn('some requests took too long to finish, and are cut off')
    server.closeAllConnections()
  }, DRAIN_MS)
  await Promise.all([palier.drain(), closed])
  clearTimeout(cutOff)
  await pages?.stop()
  await palier.stop()
  await vite?.close()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())

server.on('error', (error: NodeJS.ErrnoException) => {
  log.fatal(error.code === 'EADDRINUSE' ? `Port ${env.PORT} is taken: stop what uses it, or set PORT to another.` : error.message)
  process.exit(1)
})
await palier.start(server)
server.listen(env.PORT, env.HOST, () => {
  palier.stayUp()
  if (!development) pages = new palier.PageWorkers(pathToFileURL(path.resolve('build/page-worker.js')), env.PAGE_WORKERS)
  log.info(`Palier listens on ${env.publicUrl}`)
  process.send?.('ready')
})
