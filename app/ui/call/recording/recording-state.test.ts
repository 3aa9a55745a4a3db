import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OwnRecording } from '#rooms/recordings/consent/contract.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'
import { hearRecording, lengthNow, nothingKnown, type RecordingKnown, readRecording } from './recording-state.ts'

const told = (id: string, rev: number, state: RunningRecording['state'] = 'recording'): RunningRecording => ({
  id,
  sessionId: 's',
  rev,
  state,
  wanted: 'record',
  by: null,
  startedAt: null,
  takenMs: rev * 1000,
  interrupted: false,
  cause: null,
})
const own = (recording: RunningRecording | null, answer: OwnRecording['answer'] = null): OwnRecording => ({
  sessionId: 's',
  recording,
  answer,
  words: recording && { version: 1, language: 'en', keepDays: null, title: '', parts: [], shown: '' },
  policy: 'allowed',
})
const hear = (known: RecordingKnown, ...events: RunningRecording[]) =>
  events.reduce((state, event) => hearRecording(state, event, 0), known)

test('whatever the order and repetition in which the states of one recording are told, it ends as its last one says', () => {
  const states = [
    told('a', 1, 'requested'),
    told('a', 2),
    told('a', 3, 'paused'),
    told('a', 4),
    told('a', 5, 'finishing'),
    told('a', 6, 'ready'),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 12 }), (events) => {
      const after = hear(hear(nothingKnown, told('a', 1, 'requested')), ...events)
      expect(after.running).toBeNull()
      expect(after.over?.rev).toBe(6)
    }),
  )
})

test('a recording that begins is asked of the server, and takes the notice of the last one away', () => {
  const over = hear(nothingKnown, told('a', 1), told('a', 2, 'finishing'))
  expect(over).toMatchObject({ running: null, over: { id: 'a' } })
  const next = hear(over, told('b', 1, 'requested'))
  expect(next).toMatchObject({ running: { id: 'b' }, over: null, stale: true, answer: null })
  expect(readRecording(next, own(told('b', 1), 'told'), 0)).toMatchObject({ stale: false, answer: 'told', putOff: false })
  // The last one is still being made ready behind it.
  expect(hear(next, told('a', 3, 'ready'))).toBe(next)
})

test('an answer of the server that is older than what was told takes nothing back', () => {
  const known = hear(nothingKnown, told('a', 4, 'paused'))
  expect(readRecording(known, own(told('a', 3), 'told'), 0).running).toMatchObject({ rev: 4, state: 'paused' })
})

test('the answer to "stop" that comes after the end was told brings nothing back', () => {
  const over = hear(nothingKnown, told('a', 1), told('a', 3, 'finishing'))
  expect(readRecording(over, own({ ...told('a', 2), wanted: 'stop' }, 'told'), 0)).toMatchObject({ running: null, over: { rev: 3 } })
})

test('who said no is not asked again by itself; who was not asked yet is', () => {
  const known = hear(nothingKnown, told('a', 1))
  expect(readRecording(known, own(told('a', 1)), 0).putOff).toBe(false)
  const declined = readRecording(known, own(told('a', 1), 'declined'), 0)
  expect(declined.putOff).toBe(true)
  const opened = { ...declined, putOff: false }
  expect(readRecording(opened, own(told('a', 1), 'declined'), 0).putOff).toBe(false)
})

test('the clock runs by the own clock of the browser, and stands still while nothing is taken', () => {
  const running = told('a', 5)
  expect(lengthNow({ running, toldAtMs: 100 }, 2_100)).toBe(7_000)
  expect(lengthNow({ running: { ...running, state: 'paused' }, toldAtMs: 100 }, 2_100)).toBe(5_000)
  expect(lengthNow({ running: { ...running, interrupted: true }, toldAtMs: 100 }, 2_100)).toBe(5_000)
})
