import type { EventEmitter } from 'node:events'
import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'
import { escapedErrors, processWarnings } from '#platform/metrics.server.ts'

/**
 * The guard around everything that comes in. What a listener throws while it looks at foreign input ends the request or the connection
 * that brought it, never the process. It is put around emitters, not around listeners: one that is added later, ours or a library's, is
 * behind it too.
 */

/**
 * Guards a server and each of its connections. Upgrades arrive here and nowhere else: one whose target is no address is answered with
 * 400, one of a path that nobody serves with 404.
 *
 * @param upgradePaths below which WebSockets are served; without it, all are passed on (to Vite, while one develops)
 */
export function guardServer(server: Server, name: string, upgradePaths?: readonly string[]): void {
  const emit = server.emit.bind(server) as EventEmitter['emit']
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    const [first, second] = args
    if (event === 'connection') guardEmitter(first as Duplex, `${name} connection`, (connection) => connection.destroy())
    if (event === 'upgrade') {
      const status = upgradePaths && refusalOf(first as IncomingMessage, upgradePaths)
      if (status) return refuseUpgrade(second as Duplex, status)
    }
    try {
      return emit(event, ...args)
    } catch (error) {
      tellEscaped(error, `${name} ${String(event)}`)
      if (second instanceof ServerResponse) refuseRequest(second)
      else if (event === 'upgrade' || event === 'connect') refuseUpgrade(second as Duplex, '400 Bad Request')
      else for (const arg of args) if (isConnection(arg)) arg.destroy()
      return true
    }
  }
}

/** Guards one emitter. `end` puts an end to what its listener failed at. */
export function guardEmitter<Emitter extends EventEmitter>(emitter: Emitter, name: string, end: (emitter: Emitter) => void): Emitter {
  const emit = emitter.emit.bind(emitter)
  emitter.emit = (event: string | symbol, ...args: unknown[]) => {
    try {
      return emit(event, ...args)
    } catch (error) {
      tellEscaped(error, `${name} ${String(event)}`)
      end(emitter)
      return true
    }
  }
  return emitter
}

/**
 * The last guard: what escapes all others (a timer, a promise that nobody waits for) is logged and counted, and the process goes on.
 * Call it once the process is up: an error before that should end it. DECISIONS.md says why it is safe to go on. Node's own warnings (an
 * emitter that gathers listeners, say) are logged with their trace, and counted.
 */
export function stayUp(): void {
  // By its words alone: some warnings carry what they warn of, a connection with its headers, say.
  process.on('warning', ({ name, message, stack }) => {
    processWarnings.inc({ name })
    log.warn({ warning: { name, message, stack } }, 'Node warns of something')
  })
  process.on('uncaughtException', (error) => tellEscaped(error, 'uncaught exception'))
  process.on('unhandledRejection', (error) => tellEscaped(error, 'unhandled rejection'))
}

/**
 * The address that a request asks for, as a URL of this site; null where it is none. Whatever reads an address reads this one: what the
 * URL parser refuses, or takes for another site, goes no further.
 */
export function addressOf(request: IncomingMessage): URL | null {
  const target = request.url ?? '/'
  const origin = `${new URL(env.publicUrl).protocol}//${request.headers.host ?? 'localhost'}`
  // No address of ours has U+0000 in it, and PostgreSQL takes none. A backslash is a slash to a URL, and a letter to what matches paths.
  if (!target.startsWith('/') || target.startsWith('//') || /^[^?]*(\\|%5c)/i.test(target) || target.includes('%00')) return null
  if (!URL.canParse(target, origin)) return null
  const address = new URL(target, origin)
  return address.origin === new URL(origin).origin && decodes(address.pathname) ? address : null
}

/** What decodes to no text names nothing, and Remix writes a line of its own about each. */
function decodes(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function refusalOf(request: IncomingMessage, upgradePaths: readonly string[]): string | null {
  const path = addressOf(request)?.pathname
  if (path === undefined) return '400 Bad Request'
  return upgradePaths.some((served) => path === served || path.startsWith(`${served}/`)) ? null : '404 Not Found'
}

/** Nobody else listens to a connection that was taken out of the server's hands. */
function refuseUpgrade(connection: Duplex, status: string): true {
  connection.on('error', () => connection.destroy())
  if (connection.writable) connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  else connection.destroy()
  return true
}

function refuseRequest(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Something broke on our side. Try again in a moment.')
}

function isConnection(arg: unknown): arg is Duplex {
  return typeof arg === 'object' && arg !== null && 'destroy' in arg && typeof arg.destroy === 'function'
}

function tellEscaped(error: unknown, where: string): void {
  escapedErrors.inc({ where })
  log.error({ error, where }, 'an error escaped: what it belonged to is ended')
}
