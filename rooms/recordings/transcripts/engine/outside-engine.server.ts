import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'
import { type Engine, EngineError, type HeardFile, LANGUAGES, type ListenOptions, type SpokenLanguage } from './engine.server.ts'

interface OutsideEngine {
  /** Without `/v1/audio/transcriptions`. */
  url: string
  key?: string | undefined
  model: string
}

const seconds = z.number().min(0)
/** `verbose_json`, as far as it is used. */
const answerSchema = z.object({
  language: z.string().nullish(),
  text: z.string().nullish(),
  duration: z.coerce.number().nullish(),
  segments: z
    .array(
      z.object({ start: seconds, end: seconds, text: z.string(), no_speech_prob: z.number().nullish(), avg_logprob: z.number().nullish() }),
    )
    .nullish(),
})
type Answer = z.output<typeof answerSchema>

/** Services name languages in either way. */
const NAMES: Record<string, SpokenLanguage> = { french: 'fr', english: 'en', fr: 'fr', en: 'en' }
const ANSWER_MS = 5 * 60_000
/** Pauses after failures that may pass; then the recording's job tries again, much later. */
const PAUSES_MS = env.NODE_ENV === 'test' ? [1, 2] : [1_000, 4_000, 15_000]
const ANSWER_MAX_BYTES = 4 * 1024 ** 2

/**
 * An engine elsewhere that speaks the API which most of them do: `POST /v1/audio/transcriptions`, multipart, answered with `verbose_json`.
 * Each file is one request; what may pass (no connection, 408, 429, 5xx, no answer in five minutes) is tried again after growing pauses.
 */
export function openOutsideEngine(engine: OutsideEngine): Engine {
  return {
    async transcribe(file, options) {
      const sound = await readFile(file)
      const answer = await persist(engine, sound, null, options)
      const language = NAMES[(answer.language ?? '').toLowerCase()]
      if (language) return { language, segments: read(answer) }
      // Neither of ours: it has misheard, or does not say which one.
      const hint = options.hint ?? LANGUAGES[0]
      if (!answer.language && options.hint === null) return { language: hint, segments: read(answer) }
      return { language: hint, segments: read(await persist(engine, sound, hint, options)) }
    },
    close() {},
  }
}

function read({ segments, text, duration }: Answer): HeardFile['segments'] {
  const whole = text?.trim() ? [{ start: 0, end: duration ?? 0, text, no_speech_prob: null, avg_logprob: null }] : []
  return (segments ?? whole).map((segment) => ({
    startMs: Math.round(segment.start * 1000),
    endMs: Math.round(segment.end * 1000),
    text: segment.text.trim(),
    words: [],
    noSpeech: segment.no_speech_prob ?? null,
    confidence: segment.avg_logprob ?? null,
  }))
}

async function persist(engine: OutsideEngine, sound: Buffer, language: SpokenLanguage | null, { signal }: ListenOptions): Promise<Answer> {
  for (let failures = 0; ; failures++) {
    try {
      return await post(engine, sound, language, signal)
    } catch (error) {
      signal?.throwIfAborted()
      const pauseMs = PAUSES_MS[failures]
      if (!(error instanceof EngineError) || !error.again || pauseMs === undefined) throw error
      await sleep(pauseMs, null, { signal })
    }
  }
}

async function post(
  { url, key, model }: OutsideEngine,
  sound: Buffer,
  language: SpokenLanguage | null,
  stop?: AbortSignal,
): Promise<Answer> {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(sound)], { type: 'audio/wav' }), 'speech.wav')
  form.set('model', model)
  form.set('response_format', 'verbose_json')
  form.set('timestamp_granularities[]', 'segment')
  form.set('temperature', '0')
  if (language) form.set('language', language)
  const timeout = AbortSignal.timeout(ANSWER_MS)
  const signal = stop ? AbortSignal.any([stop, timeout]) : timeout
  let status: number
  let text: string
  try {
    const response = await fetch(`${url}/v1/audio/transcriptions`, {
      method: 'POST',
      body: form,
      signal,
      // Sound goes where the setting says, and nowhere else.
      redirect: 'manual',
      ...(key && { headers: { authorization: `Bearer ${key}` } }),
    })
    status = response.status
    text = await readBody(response)
  } catch (error) {
    stop?.throwIfAborted()
    if (error instanceof EngineError) throw error
    throw new EngineError('engine.unreachable', `the outside engine does not answer: ${wordsOf(error)}`, { again: true })
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    throw new EngineError('engine.unreachable', `the outside engine answers ${status}`, { again: true })
  }
  if (status < 200 || status >= 300) throw new EngineError('engine.refused', `the outside engine answers ${status}: ${text.slice(0, 200)}`)
  const answer = answerSchema.safeParse(parseJson(text))
  if (!answer.success) throw new EngineError('engine.failed', `the outside engine answers what nobody can read: ${text.slice(0, 100)}`)
  return answer.data
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    bytes += read.value.length
    if (bytes > ANSWER_MAX_BYTES) throw new EngineError('engine.failed', 'the outside engine answers without an end')
    chunks.push(read.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function wordsOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code ?? (error instanceof Error ? error.message : String(error))
}
