import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { isAlive } from '../../../../start/processes.mjs'
import { openOwnEngine } from './own-engine.server.ts'

/** The protocol, with a script that has no model; `listen.test.ts` has the real one. */
const STAND_IN = path.resolve('tests/fake-listen.py')

const open = () => openOwnEngine(['python3', STAND_IN, 'no-model'])
let engine = open()
afterEach(() => {
  engine.close()
  engine = open()
})

test('file after file, by one process, with how far it is', async () => {
  const told: number[] = []
  expect(await engine.transcribe('/somewhere/one', { hint: 'fr', onProgress: (atMs) => told.push(atMs) })).toEqual({
    language: 'fr',
    segments: [
      { startMs: 100, endMs: 900, text: 'one', words: [{ startMs: 100, endMs: 900, text: ' one' }], noSpeech: 0.1, confidence: -0.3 },
    ],
  })
  expect(told).toEqual([500])
  expect(await engine.transcribe('/somewhere/two', { hint: null })).toMatchObject({ language: 'en', segments: [{ text: 'two' }] })
})

test.each([
  ['dies', /ended with 137: out of memory/],
  ['babbles', /said "Downloading model…"/],
  ['fails', /ValueError: no sound/],
])('one that %s fails with its file, and listens to the next', async (name, words) => {
  await expect(engine.transcribe(`/somewhere/${name}`, { hint: null })).rejects.toMatchObject({
    code: 'engine.failed',
    again: true,
    message: expect.stringMatching(words),
  })
  expect(await engine.transcribe('/somewhere/next', { hint: null })).toMatchObject({ segments: [{ text: 'next' }] })
})

test('stopped, it is gone at once', async () => {
  const stop = new AbortController()
  let pid = 0
  const onProgress = (told: number) => {
    pid = told
    stop.abort()
  }
  await expect(engine.transcribe('/somewhere/hangs', { hint: null, signal: stop.signal, onProgress })).rejects.toThrow(/abort/i)
  expect(pid).toBeGreaterThan(0)
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 15_000 })
})

test('one that cannot be started is an error, and no end of ours', async () => {
  const none = openOwnEngine(['/nowhere/python', STAND_IN])
  await expect(none.transcribe('/somewhere/one', { hint: null })).rejects.toMatchObject({ code: 'engine.failed' })
})
