import { availableParallelism } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Tinypool } from 'tinypool'
import { DomainError } from './errors.server.ts'
import { log } from './log.server.ts'

/** How long a task may take, with its wait in line: then its worker is ended, and another one started. */
const TASK_MAX_MS = 10_000
/** More than this in line could not be done in time. */
const IN_LINE_MAX = 100
const WORKERS_MAX = Math.max(1, Math.min(2, availableParallelism() - 1))
/** Memory for one worker, beyond which it is ended and its task fails. */
const HEAP_MAX_MB = 256

type Task = (input: never) => unknown
type InWorker<Tasks> = {
  [Name in keyof Tasks]: Tasks[Name] extends (input: infer Input) => infer Output ? (input: Input) => Promise<Awaited<Output>> : never
}

let pool: Tinypool | undefined

/**
 * The functions of a module, run in a worker thread beside the event loop: for work that takes long enough to make others wait. What
 * they are given and return is copied. The module loads nothing of the database or the environment.
 *
 * @param source the module, as `<folder>/<name>-worker.server.ts`; `scripts/build.mjs` makes a file of each
 * @returns the functions by name; each @throws DomainError `work.tooMuch` where it takes longer than `taskMaxMs` or too many wait, and what the
 *   function throws
 */
export function inWorker<Tasks extends Record<keyof Tasks, Task>>(source: string, taskMaxMs = TASK_MAX_MS): InWorker<Tasks> {
  const filename = fileOf(source)
  const run = async (name: string, input: unknown) => {
    pool ??= startPool()
    // The pool's own limit would leave a rejection behind that nobody waits for, once the signal aborts.
    if (pool.queueSize >= IN_LINE_MAX) throw tooMuch(source, name)
    const signal = AbortSignal.timeout(taskMaxMs)
    try {
      return await pool.run(input, { filename, name, signal })
    } catch (error) {
      throw signal.aborted ? tooMuch(source, name) : error
    }
  }
  return new Proxy({} as InWorker<Tasks>, { get: (_, name) => (input: unknown) => run(String(name), input) })
}

function tooMuch(source: string, name: string): DomainError {
  log.warn({ source, name, inLine: pool?.queueSize }, 'workers have too much to do')
  return new DomainError('work.tooMuch')
}

function startPool(): Tinypool {
  return new Tinypool({
    runtime: 'worker_threads',
    minThreads: 1,
    maxThreads: WORKERS_MAX,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
    execArgv: isBuilt ? [] : ['--import', pathToFileURL(path.resolve('scripts/load-sources.mjs')).href],
  })
}

const isBuilt = !import.meta.url.endsWith('.ts')

function fileOf(source: string): string {
  return path.resolve(isBuilt ? `build/workers/${path.basename(source, '.server.ts')}.js` : source)
}
