import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a service is asked for. */
interface Asked {
  path: string
  authorization: string | null
  fields: Record<string, string>
  /** How much sound, and the tone in it at its loudest. */
  durationMs: number
  hertz: number | null
}

/** How it answers: as it should, with this status, with a text of its own, or never. */
type Answer = 'well' | number | { text: string } | { language: string } | 'never' | 'brokenOff'

const RATE = 16_000
const HEAD_BYTES = 44
const BLOCK = RATE / 10

/**
 * A stand-in for services that write down what is said: it speaks their API (`POST /v1/audio/transcriptions`, multipart, `verbose_json`),
 * takes nothing but WAV of 16 kHz, and hears tones instead of words: "A tone of 440 hertz.", from when to when it sounds.
 *
 * `answers` are given in turn; afterwards it answers well. `onAsked` runs before it does.
 */
export async function openTranscriptionService() {
  const service = { url: '', asked: [] as Asked[], answers: [] as Answer[], onAsked: async (_: Asked) => {}, close: async () => {} }
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { 'content-type': type = '' } = request.headers
    const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData()
    const file = form.get('file')
    const sound = file instanceof Blob ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
    const isWav =
      sound.toString('latin1', 0, 4) === 'RIFF' && sound.readUInt32LE(24) === RATE && sound.readUInt32LE(40) === sound.length - HEAD_BYTES
    const tones = isWav ? hearTones(sound.subarray(HEAD_BYTES)) : []
    const fields = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    const asked: Asked = {
      path: request.url ?? '',
      authorization: request.headers.authorization ?? null,
      fields,
      durationMs: ((sound.length - HEAD_BYTES) / 2 / RATE) * 1000,
      hertz: tones[0]?.hertz ?? null,
    }
    service.asked.push(asked)
    await service.onAsked(asked)
    const answer = isWav ? (service.answers.shift() ?? 'well') : 415
    if (answer === 'never') return
    if (answer === 'brokenOff')
      return response.writeHead(200, { 'content-length': '1000' }).write('{"text":', () => request.socket.destroy())
    if (typeof answer === 'number') return response.writeHead(answer, { location: '/elsewhere' }).end('{"error":{"message":"so it is"}}')
    if (typeof answer === 'object' && 'text' in answer) return response.end(answer.text)
    const language = fields['language'] ?? (typeof answer === 'object' ? answer.language : 'english')
    const segments = tones.map(({ start, end, hertz }, id) => {
      return { id, start, end, text: ` A tone of ${hertz} hertz.`, avg_logprob: -0.2, no_speech_prob: 0.01 }
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ task: 'transcribe', language, duration: asked.durationMs / 1000, text: '', segments }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  service.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return service
}

/** Where it is loud, in seconds, and how often it crosses zero there, to the nearest ten hertz. */
function hearTones(samples: Buffer): { start: number; end: number; hertz: number }[] {
  const tones: { start: number; end: number; hertz: number }[] = []
  let crossings = 0
  let loud = 0
  let before = 0
  const count = Math.floor(samples.length / 2)
  const end = (at: number) => {
    const last = tones.at(-1)
    if (last && loud > 0) Object.assign(last, { end: at / RATE, hertz: Math.round((crossings * RATE) / 2 / loud / 10) * 10 })
    crossings = 0
    loud = 0
  }
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK)
    let peak = 0
    let crossed = 0
    for (let at = from; at < to; at++) {
      const sample = samples.readInt16LE(at * 2)
      peak = Math.max(peak, Math.abs(sample))
      if (sample >= 0 !== before >= 0) crossed++
      before = sample
    }
    if (peak < 500) end(from)
    else {
      if (loud === 0) tones.push({ start: from / RATE, end: to / RATE, hertz: 0 })
      crossings += crossed
      loud += to - from
    }
  }
  end(count)
  return tones
}
