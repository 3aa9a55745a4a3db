import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { createRequestHandler, installGlobals, type ServerBuild } from '@remix-run/node'
import type { palier as Palier } from './app/entry.server.tsx'
import type { FromPageWorker, PageOutcome, PageTask, ToPageWorker } from './app/http/page-workers.server.ts'
import type { RequestContext } from './app/http/request-context.server.ts'

// A thread that draws pages (app/http/page-workers.server.ts): the whole product, of which only loaders and React run here.

installGlobals({ nativeFetch: true })

type Build = ServerBuild & { entry: { module: { palier: typeof Palier } } }

const build = (await import(pathToFileURL(path.resolve('build/server/index.js')).href)) as Build
const { palier } = build.entry.module
const answer = createRequestHandler(build, 'production')
/** What pages are made of. All else is answered by the main thread, which can send it piece by piece. */
const PAGES = /^text\/(html|x-script)\b/

const drawings = new Map<number, AbortController>()
let stopping = false
const port = parentPort
if (!port) throw new Error('This draws pages for server.ts.')

port.on('message', (message: ToPageWorker) => {
  if (message === 'stop') void stop()
  else if ('gone' in message) drawings.get(message.gone)?.abort()
  else void draw(message.draw)
})
palier.stayUp()
tell('ready')

async function draw(task: PageTask): Promise<void> {
  const gone = new AbortController()
  drawings.set(task.id, gone)
  const context: RequestContext = { ...task.context }
  const outcome = await palier
    .inRequest(context, () => outcomeOf(task, context, gone.signal))
    .catch((error: unknown): PageOutcome => {
      // Nobody waits for it any more: that it broke off is no mistake.
      if (!gone.signal.aborted) palier.log.error({ error }, 'request failed')
      return 'failed'
    })
  tell({ drawn: task.id, outcome }, typeof outcome === 'object' && outcome.body ? [outcome.body.buffer as ArrayBuffer] : [])
  // Remix keeps the page's data for ten seconds more, unless it hears of the end.
  gone.abort()
  drawings.delete(task.id)
  if (stopping && drawings.size === 0) await end()
}

async function outcomeOf({ method, address, headers }: PageTask, context: RequestContext, signal: AbortSignal): Promise<PageOutcome> {
  let accountRefused = false
  context.refuseAccount = () => {
    accountRefused = true
  }
  const answered = await answer(new Request(address, { method, headers, signal }), context)
  const whole = palier.wholeBodyOf(answered)
  if (!whole && answered.body && !PAGES.test(answered.headers.get('content-type') ?? '')) {
    await answered.body.cancel()
    return 'elsewhere'
  }
  const body = whole ?? (answered.body ? Buffer.from(await answered.arrayBuffer()) : null)
  return {
    status: answered.status,
    headers: [...answered.headers],
    body: body && ownBytes(body),
    accountRefused,
    statements: context.cost?.statements ?? 0,
  }
}

/** Bytes that can be handed over: small buffers are parts of one that Node shares. */
function ownBytes(body: Buffer): Uint8Array {
  return body.length === body.buffer.byteLength ? body : new Uint8Array(body)
}

function tell(message: FromPageWorker, handedOver: ArrayBuffer[] = []): void {
  port?.postMessage(message, handedOver)
}

/** The main thread asks no more by now: what is being drawn is drawn. */
async function stop(): Promise<void> {
  stopping = true
  if (drawings.size === 0) await end()
}

async function end(): Promise<void> {
  await palier.stop()
  port?.close()
  process.exit(0)
}
