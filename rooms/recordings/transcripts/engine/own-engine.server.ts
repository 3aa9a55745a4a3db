import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import os from 'node:os'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'
import { type Engine, EngineError, type HeardFile, type HeardSegment, LANGUAGES, type ListenOptions } from './engine.server.ts'

type Side = ChildProcessWithoutNullStreams

const stretch = { startMs: z.number().int().min(0), endMs: z.number().int().min(0) }
/** What listen.py says, a line each. */
const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ language: z.enum(LANGUAGES) }),
  z.object({ atMs: z.number() }),
  z.object({
    segment: z.object({
      ...stretch,
      text: z.string(),
      words: z.array(z.object({ ...stretch, text: z.string() })),
      noSpeech: z.number().nullable(),
      confidence: z.number().nullable(),
    }),
  }),
  z.object({ done: z.literal(true) }),
  z.object({ error: z.string() }),
])

const WORDS_KEPT = 2_000
/** Said nothing for so long: it hangs. Half a minute of sound takes seconds, also on a slow machine. */
const SILENT_MS = 10 * 60_000
/** Beside everything else that the machine does. */
const threads = () => (os.availableParallelism() >= 4 ? 2 : 1)

/**
 * An engine that is a process beside this one, at the lowest priority: it is started with the first file, and anew after its death, which
 * is an error of the file that it was at. It ends with this process, whatever ends that.
 *
 * @param command the program, its script and the folder of its model
 */
export function openOwnEngine([program = '', ...args]: readonly string[]): Engine {
  let side: Side | null = null
  return {
    async transcribe(file, options) {
      side ??= start(program, [...args, String(threads())])
      try {
        return await ask(side, file, options)
      } catch (error) {
        // Whatever it was at, it would go on with it.
        side.kill('SIGKILL')
        side = null
        throw error
      }
    },
    close() {
      side?.kill('SIGKILL')
      side = null
    },
  }
}

function start(program: string, args: string[]): Side {
  const unix = process.platform !== 'win32'
  const niceness = env.NODE_ENV === 'test' ? '0' : '19'
  const side = spawn(unix ? 'nice' : program, unix ? ['-n', niceness, program, ...args] : args, {
    // It needs no secret of ours, and no network.
    env: { NODE_ENV: env.NODE_ENV, ...pick('PATH', 'HOME', 'SYSTEMROOT', 'TMPDIR'), PYTHONNOUSERSITE: '1', PYTHONUTF8: '1' },
  })
  if (!unix && side.pid) os.setPriority(side.pid, os.constants.priority.PRIORITY_LOW)
  // One that died takes no more, and is heard of by its end.
  side.stdin.on('error', () => {})
  return side
}

function pick(...names: string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}

function ask(side: Side, file: string, { hint, signal, onProgress }: ListenOptions): Promise<HeardFile> {
  return new Promise<HeardFile>((resolve, reject) => {
    const segments: HeardSegment[] = []
    let language: HeardFile['language'] | null = null
    let rest = ''
    let words = ''
    const fail = (why: string) => settle(() => reject(new EngineError('engine.failed', `the engine ${why}`, { again: true })))
    const onLine = (line: string) => {
      const answer = answerSchema.safeParse(parseJson(line)).data
      if (!answer) return fail(`said "${line.slice(0, 200)}"`)
      hanging.refresh()
      if ('language' in answer) language = answer.language
      else if ('atMs' in answer) onProgress?.(answer.atMs)
      else if ('segment' in answer) segments.push(answer.segment)
      else if ('error' in answer) fail(`failed: ${answer.error}`)
      else if ('done' in answer) {
        const heard = language
        if (heard) settle(() => resolve({ language: heard, segments }))
        else fail('names no language')
      }
    }
    const onOut = (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    }
    const onWords = (chunk: string) => {
      words = (words + chunk).slice(-WORDS_KEPT)
    }
    const onError = (error: Error) => fail(`cannot be started: ${error.message}`)
    const onClose = (code: number | null, killedBy: string | null) =>
      fail(`ended with ${code ?? killedBy}: ${words.trim().split('\n').slice(-2).join(' | ')}`)
    const onAbort = () => settle(() => reject(signal?.reason))
    const hanging = setTimeout(() => fail('hangs'), SILENT_MS)
    const settle = (then: () => void) => {
      clearTimeout(hanging)
      side.stdout.off('data', onOut)
      side.stderr.off('data', onWords)
      side.off('error', onError).off('close', onClose)
      // An error that nobody waits for any more would end this process.
      side.on('error', () => {})
      signal?.removeEventListener('abort', onAbort)
      then()
    }
    side.stdout.setEncoding('utf8').on('data', onOut)
    side.stderr.setEncoding('utf8').on('data', onWords)
    side.once('error', onError).once('close', onClose)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) return onAbort()
    if (side.exitCode !== null || side.signalCode !== null) return fail('is gone')
    side.stdin.write(`${JSON.stringify({ file, languages: LANGUAGES, hint })}\n`)
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
