import { expect, test } from 'vitest'
import type { RecordingTrackView } from '#rooms/recordings/contract.ts'
import { pictureAt } from './picture-at.ts'

const ana = { id: 'ana', name: 'Ana', photoKey: null }
const ben = { id: 'ben', name: 'Ben', photoKey: 'ben.webp' }
const track = (
  id: string,
  person: typeof ana | typeof ben,
  kind: RecordingTrackView['kind'],
  startMs: number,
  endMs: number,
): RecordingTrackView => ({
  ...{ id, person, kind, startMs, endMs },
  ...{ mime: 'video/webm', url: `/${id}`, width: null, height: null, mutes: [] },
})
const tracks = [
  track('ana-camera', ana, 'camera', 0, 60_000),
  track('ana-voice', ana, 'microphone', 0, 60_000),
  track('ben-voice', ben, 'microphone', 10_000, 30_000),
  track('ben-camera', ben, 'camera', 20_000, 30_000),
  track('first-screen', ana, 'screen', 15_000, 25_000),
  track('second-screen', ben, 'screen', 20_000, 28_000),
]
const speakers = [{ personId: 'ben', startMs: 12_000, endMs: 14_000 }]
const at = (ms: number, mutes: { startMs: number; endMs: number }[] = []) =>
  pictureAt({ tracks: tracks.map((one) => (one.id === 'ana-camera' ? { ...one, mutes } : one)), people: [ana, ben], speakers }, ms)

test('who is heard is there, by their face until their camera is on', () => {
  expect(at(5_000).tiles).toEqual([{ person: ana, trackId: 'ana-camera', speaking: false }])
  expect(at(12_000).tiles).toEqual([
    { person: ana, trackId: 'ana-camera', speaking: false },
    { person: ben, trackId: null, speaking: true },
  ])
  expect(at(20_000).tiles.map(({ trackId }) => trackId)).toEqual(['ana-camera', 'ben-camera'])
  expect(at(30_000).tiles.map(({ person }) => person.name)).toEqual(['Ana'])
})

test('a camera that is switched off leaves the face, not its last picture', () => {
  expect(at(5_000, [{ startMs: 4_000, endMs: 6_000 }]).tiles).toEqual([{ person: ana, trackId: null, speaking: false }])
})

test('of two screens, the one that was shared last is the first', () => {
  expect(at(22_000).screens.map(({ trackId }) => trackId)).toEqual(['second-screen', 'first-screen'])
  expect(at(26_000).screens.map(({ trackId }) => trackId)).toEqual(['second-screen'])
  expect(at(29_000).screens).toEqual([])
})
