import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'
import { foldText } from '#rooms/search/fold-text.server.ts'
import { say } from '#tests/speech.ts'
import { type Sound, transcribeTrack } from '../transcribe-track.server.ts'
import { openOwnEngine } from './own-engine.server.ts'

// The real engine, with a voice made by espeak-ng. Neither is on every machine (`npm run transcripts:install` gets the one, apt the other), so
// that it is run where somebody says in which data folder the engine is: PALIER_TRANSCRIPTS_FROM=.palier npx vitest run listen.test.ts
vi.setConfig({ testTimeout: 300_000 })

const place = path.resolve(process.env['PALIER_TRANSCRIPTS_FROM'] ?? '', 'transcripts')
const folder = await mkdtemp(path.join(os.tmpdir(), 'palier-listen-'))
afterAll(() => rm(folder, { recursive: true }))

const ENGLISH = [
  'Good morning everybody, thank you for being here so early.',
  'Let us look at the drawings together before we decide anything.',
]
const FRENCH = ['Bonjour à tous, je suis très content de vous voir ici ce matin.', 'Je propose de reporter la réunion à mardi prochain.']

const wordsOf = (text: string) => foldText(text).match(/[a-z0-9]+/g) ?? []
/** How many of these words were heard, from 0 to 1. */
function share(said: string, heard: string): number {
  const found = new Set(wordsOf(heard))
  const wanted = wordsOf(said)
  return wanted.filter((word) => found.has(word)).length / wanted.length
}

test('English and French are written down, each in its own language, where they are said', async () => {
  const { python, model } = JSON.parse(readFileSync(path.join(place, 'installed.json'), 'utf8'))
  const engine = openOwnEngine([
    path.join(place, python),
    path.resolve('rooms/recordings/transcripts/engine/listen.py'),
    path.join(place, model),
  ])
  const listen = async (sentences: string[], voice: string) => {
    const [first = '', second = ''] = await Promise.all(sentences.map((sentence) => say(sentence, voice)))
    const file = path.join(folder, `${voice}.ogg`)
    const together =
      '[0:a]aresample=48000,adelay=2000:all=1[a];[1:a]aresample=48000,adelay=22000:all=1[b];[a][b]amix=inputs=2:normalize=0,apad=pad_dur=8'
    await promisify(execFile)('ffmpeg', [
      '-v',
      'error',
      '-i',
      first,
      '-i',
      second,
      '-filter_complex',
      together,
      '-ac',
      '1',
      '-c:a',
      'libopus',
      file,
    ])
    const sound: Sound = { file, startMs: 60_000, endMs: 95_000, hint: null, speaking: null }
    return transcribeTrack(sound, { engine, folder, signal: new AbortController().signal, onProgress: () => {} })
  }
  try {
    for (const [sentences, voice, least] of [
      [ENGLISH, 'en-us', 0.8],
      // A synthetic voice is a bad judge of French: the language is what counts.
      [FRENCH, 'fr', 0.4],
    ] as const) {
      const lines = await listen([...sentences], voice)
      expect(share(sentences.join(' '), lines.map(({ text }) => text).join(' '))).toBeGreaterThanOrEqual(least)
      for (const { startMs, endMs } of lines) {
        const inFirst = startMs >= 61_000 && endMs <= 68_000
        const inSecond = startMs >= 81_000 && endMs <= 89_000
        expect(inFirst || inSecond).toBe(true)
      }
    }
  } finally {
    engine.close()
  }
})
