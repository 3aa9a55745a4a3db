import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runFfmpeg } from '#platform/ffmpeg.server.ts'
import { openTranscriptionService } from '#tests/transcription-service.ts'
import { decodeSound, writePiece } from '../decode-sound.server.ts'
import { openOutsideEngine } from './outside-engine.server.ts'

// Real sound, by ffmpeg; the service is a stand-in that speaks the API.
vi.setConfig({ testTimeout: 60_000 })

let service: Awaited<ReturnType<typeof openTranscriptionService>>
let folder: string
let file: string
beforeAll(async () => {
  service = await openTranscriptionService()
  folder = await mkdtemp(path.join(os.tmpdir(), 'palier-sound-'))
  file = path.join(folder, 'piece.wav')
  const tone = path.join(folder, 'tone.ogg')
  await runFfmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2,adelay=1000,apad=pad_dur=1', '-c:a', 'libopus', tone])
  const decoded = path.join(folder, 'sound.pcm')
  expect(await decodeSound(tone, decoded)).toHaveLength(40)
  await writePiece(decoded, { startMs: 0, endMs: 4_000 }, file)
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true })
})
afterEach(() => {
  service.asked.length = 0
  service.answers.length = 0
  service.onAsked = async () => {}
})

const open = (more: { key?: string; url?: string } = {}) => openOutsideEngine({ url: service.url, model: 'whisper-1', ...more })
const heard = {
  language: 'en',
  segments: [
    { startMs: 1_000, endMs: expect.closeTo(3_000, -2), text: 'A tone of 440 hertz.', words: [], noSpeech: 0.01, confidence: -0.2 },
  ],
}

test('a file is one request, as these services want it', async () => {
  expect(await open({ key: 'secret' }).transcribe(file, { hint: null })).toEqual(heard)
  expect(service.asked).toEqual([
    {
      path: '/v1/audio/transcriptions',
      authorization: 'Bearer secret',
      fields: { model: 'whisper-1', response_format: 'verbose_json', 'timestamp_granularities[]': 'segment', temperature: '0' },
      durationMs: 4_000,
      hertz: 440,
    },
  ])
})

test('what may pass is tried again', async () => {
  service.answers.push(429, 'brokenOff')
  expect(await open().transcribe(file, { hint: null })).toEqual(heard)
  expect(service.asked).toHaveLength(3)
  service.answers.push(503, 500, 429)
  await expect(open().transcribe(file, { hint: null })).rejects.toMatchObject({ code: 'engine.unreachable', again: true })
  expect(service.asked).toHaveLength(6)
})

test('nobody there', async () => {
  await expect(open({ url: 'http://127.0.0.1:9' }).transcribe(file, { hint: null })).rejects.toMatchObject({
    code: 'engine.unreachable',
    again: true,
  })
})

test.each([[401], [400], [404], [307]])('%i is asked for once, and nothing is sent elsewhere', async (status) => {
  service.answers.push(status)
  await expect(open().transcribe(file, { hint: null })).rejects.toMatchObject({ code: 'engine.refused', again: false })
  expect(service.asked).toHaveLength(1)
})

test.each([['<html>'], ['{"segments":"none"}'], ['{"segments":[{"start":-1,"end":2,"text":""}]}'], ['']])(
  'an answer of %j is an error',
  async (text) => {
    service.answers.push({ text })
    await expect(open().transcribe(file, { hint: null })).rejects.toMatchObject({ code: 'engine.failed' })
  },
)

test('an answer without an end is not read to it', async () => {
  service.answers.push({ text: `"${'x'.repeat(5 * 1024 ** 2)}"` })
  await expect(open().transcribe(file, { hint: null })).rejects.toMatchObject({ code: 'engine.failed' })
})

test('a service that tells no times gives a text all the same', async () => {
  service.answers.push({ text: '{"text":"Bonjour."}' }, { text: '{"text":"Bonjour."}' })
  expect(await open().transcribe(file, { hint: 'fr' })).toMatchObject({ language: 'fr', segments: [{ startMs: 0, text: 'Bonjour.' }] })
})

test('another language than ours is misheard: it is asked for again in the one of who speaks', async () => {
  service.answers.push({ language: 'welsh' })
  expect(await open().transcribe(file, { hint: 'fr' })).toMatchObject({ language: 'fr' })
  expect(service.asked.map(({ fields }) => fields['language'])).toEqual([undefined, 'fr'])
})

test('stopped, it asks no more', async () => {
  const stop = new AbortController()
  service.answers.push('never')
  service.onAsked = async () => stop.abort()
  await expect(open().transcribe(file, { hint: null, signal: stop.signal })).rejects.toThrow(/abort/i)
  expect(service.asked).toHaveLength(1)
})

test('a file that is not what engines take is refused', async () => {
  const text = path.join(folder, 'text.wav')
  await writeFile(text, 'no sound, but long enough to have a head of forty-four bytes')
  await expect(open().transcribe(text, { hint: null })).rejects.toMatchObject({ code: 'engine.refused' })
})
