import type { IncomingMessage, ServerResponse } from 'node:http'
import { Worker } from 'node:worker_threads'
import { addressOf } from '#platform/entrance.server.ts'
import { log } from '#platform/log.server.ts'
import { pagesDrawn, pageWorkerEnds } from '#platform/metrics.server.ts'
import { loggedPath } from './front.server.ts'
import type { RequestContext } from './request-context.server.ts'
import { withWholeBody } from './whole-body.server.ts'

/** A page that a worker is to draw: its request, as far as pages know one. */
export interface PageTask {
  id: number
  method: string
  address: string
  headers: [name: string, value: string][]
  context: Pick<RequestContext, 'requestId' | 'nonce' | 'clientAddress'>
}

export type ToPageWorker = { draw: PageTask } | { gone: number } | 'stop'

/** `elsewhere`: it is no page, and the main thread answers it. */
export type PageOutcome =
  | { status: number; headers: [name: string, value: string][]; body: Uint8Array | null; accountRefused: boolean; statements: number }
  | 'elsewhere'
  | 'failed'

export type FromPageWorker = { drawn: number; outcome: PageOutcome } | 'ready'

interface Drawing {
  settle: (outcome: PageOutcome) => void
  tooLong: NodeJS.Timeout
}

/** Beyond what the database and React are given together: a page that is not there by then will not come. */
const DRAWN_WITHIN_MS = 30_000
const PAUSE_BEFORE_ANOTHER_MS = 1_000

/**
 * Draws pages in threads of their own, so that however many are asked for, the main thread goes on carrying sockets and signalling.
 * A worker that ends, or that answers nobody any more, fails the pages it had, and another one takes its place. What runs in a worker reads
 * alone: it publishes nothing and keeps nothing that the main thread would have to know.
 */
export class PageWorkers {
  readonly #file: URL
  readonly #drawnWithinMs: number
  readonly #workers = new Set<PageWorker>()
  #stopped = false

  /** @param file the built worker */
  constructor(file: URL, count: number, drawnWithinMs = DRAWN_WITHIN_MS) {
    this.#file = file
    this.#drawnWithinMs = drawnWithinMs
    for (let started = 0; started < count; started++) this.#start()
  }

  /**
   * @returns the answer; null where it has to be given here: what is asked for is no page, or no worker is ready.
   * @throws Error where the worker failed
   */
  async draw(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<Response | null> {
    const address = addressOf(request)
    if (!address || !asksForPage(request, address)) return null
    const ready = [...this.#workers].filter(({ isReady }) => isReady)
    const [first] = ready.sort((one, other) => one.size - other.size)
    pagesDrawn.inc({ thread: first ? 'worker' : 'main' })
    if (!first) return null
    const { requestId, nonce, clientAddress } = context
    const outcome = await first.draw(
      {
        method: request.method ?? 'GET',
        address: address.href,
        headers: Object.entries(request.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
        context: { requestId, nonce, clientAddress },
      },
      response,
    )
    if (outcome === 'elsewhere') return null
    if (outcome === 'failed') throw new Error('a page worker failed')
    context.cost = { statements: outcome.statements }
    if (outcome.accountRefused) context.refuseAccount?.()
    const init = { status: outcome.status, headers: outcome.headers }
    return outcome.body ? withWholeBody(Buffer.from(outcome.body.buffer), init) : new Response(null, init)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#workers].map((worker) => worker.stop()))
  }

  #start(): void {
    const worker = new PageWorker(this.#file, this.#drawnWithinMs, () => {
      this.#workers.delete(worker)
      if (this.#stopped) return
      pageWorkerEnds.inc()
      setTimeout(() => this.#stopped || this.#start(), PAUSE_BEFORE_ANOTHER_MS).unref()
    })
    this.#workers.add(worker)
  }
}

/** Documents, and the data of a change of page. Files, sounds and what scripts ask for by themselves are answered in the main thread. */
function asksForPage({ method, headers }: IncomingMessage, { pathname }: URL): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return pathname.endsWith('.data') || (headers.accept ?? '').includes('text/html')
}

class PageWorker {
  readonly #thread: Worker
  readonly #drawings = new Map<number, Drawing>()
  readonly #ended: Promise<void>
  readonly #drawnWithinMs: number
  #last = 0
  #heardAtMs = performance.now()
  isReady = false

  constructor(file: URL, drawnWithinMs: number, onEnd: () => void) {
    this.#drawnWithinMs = drawnWithinMs
    this.#thread = new Worker(file)
    this.#thread.on('message', (message: FromPageWorker) => {
      this.#heardAtMs = performance.now()
      if (message === 'ready') this.isReady = true
      else this.#settle(message.drawn, message.outcome)
    })
    this.#thread.on('error', (error) => log.error({ error }, 'a page worker broke'))
    this.#ended = new Promise((resolve) => {
      this.#thread.once('exit', () => {
        this.isReady = false
        for (const id of [...this.#drawings.keys()]) this.#settle(id, 'failed')
        onEnd()
        resolve()
      })
    })
  }

  /** How many pages it is at. */
  get size(): number {
    return this.#drawings.size
  }

  draw(task: Omit<PageTask, 'id'>, response: ServerResponse): Promise<PageOutcome> {
    const id = ++this.#last
    return new Promise((settle) => {
      const tooLong = setTimeout(() => {
        log.error({ path: loggedPath(new URL(task.address).pathname) }, 'a page took too long, and is given up')
        this.#send({ gone: id })
        this.#settle(id, 'failed')
        // One slow page takes no others along; a worker that answers nobody is at its end.
        if (performance.now() - this.#heardAtMs < this.#drawnWithinMs) return
        this.isReady = false
        void this.#thread.terminate()
      }, this.#drawnWithinMs)
      this.#drawings.set(id, { settle, tooLong })
      response.once('close', () => this.#drawings.has(id) && this.#send({ gone: id }))
      this.#send({ draw: { ...task, id } })
    })
  }

  async stop(): Promise<void> {
    this.isReady = false
    this.#send('stop')
    await this.#ended
  }

  #send(message: ToPageWorker): void {
    this.#thread.postMessage(message)
  }

  #settle(id: number, outcome: PageOutcome): void {
    const drawing = this.#drawings.get(id)
    if (!drawing) return
    this.#drawings.delete(id)
    clearTimeout(drawing.tooLong)
    drawing.settle(outcome)
  }
}
