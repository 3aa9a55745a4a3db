import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { findFfmpeg, probeMedia } from '#platform/ffmpeg.server.ts'
import { fileOnDisk } from '#platform/storage.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRecording, type TakenTrack, writeStretch } from '#tests/recordings-scene.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { composeRecording } from './compose-recording.server.ts'
import { finishRecording } from './finish-recording.server.ts'
import { placeTiles } from './place-tiles.server.ts'

// Media is made and looked at by programs that stand back behind all others.
vi.setConfig({ testTimeout: 120_000 })

let ana: Viewer
let ben: Viewer
let chloe: Viewer
beforeAll(async () => {
  ana = await makePerson('Ana')
  ben = await makePerson('Ben')
  chloe = await makePerson('Chloé')
})

const sends = (who: Viewer, kind: TakenTrack['kind'], fromMs: number, toMs: number, more: Partial<TakenTrack> = {}): TakenTrack => ({
  who,
  kind,
  fromMs,
  toMs,
  ...more,
})

/** The ground of a person's card (draw-cards), as it comes out of the film. */
const CARD = [expect.closeTo(0x26, -1), expect.closeTo(0x2b, -1), expect.closeTo(0x32, -1)]

async function colourAt(film: string, seconds: number, filter: string): Promise<[number, number, number]> {
  const args = ['-v', 'error', '-ss', String(seconds), '-i', film, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg()?.ffmpeg ?? 'ffmpeg', args, { encoding: 'buffer' })
  return [stdout[0] ?? 0, stdout[1] ?? 0, stdout[2] ?? 0]
}

/** How loud a tone is in a part of the film, in decibels. */
async function levelOf(film: string, hertz: number, from: number, to: number): Promise<number> {
  const band = `atrim=${from}:${to},bandpass=f=${hertz}:width_type=h:w=20,bandpass=f=${hertz}:width_type=h:w=20,volumedetect`
  const { stderr } = await promisify(execFile)(findFfmpeg()?.ffmpeg ?? 'ffmpeg', ['-i', film, '-af', band, '-f', 'null', '-'])
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1])
}

test('a film of people who come, go, come back, mute, turn their phone and share a screen', async () => {
  const { recording } = await makeRecording([ana, ben, chloe])
  await writeStretch(
    recording.id,
    1,
    [
      sends(ana, 'microphone', 0, 20_000, { hertz: 440, volume: 0.02 }),
      sends(ana, 'camera', 100, 20_000, {
        sizes: [
          [320, 180],
          [640, 360],
          [180, 320],
        ],
      }),
      sends(ben, 'microphone', 2_000, 8_000, { hertz: 600, volume: 0.5 }),
      sends(ben, 'camera', 2_000, 8_000, { mutes: [{ fromMs: 5_000, toMs: 7_000 }] }),
      sends(chloe, 'microphone', 4_000, 19_000, { mutes: [{ fromMs: 4_000, toMs: 19_000 }] }),
      sends(ana, 'screen', 10_000, 15_000, { sizes: [[640, 400]] }),
      sends(ben, 'microphone', 16_000, 20_000, { hertz: 600, volume: 0.5 }),
    ],
    { speech: [{ who: ana.id, fromMs: 4_000, toMs: 9_000 }] },
  )
  await finishRecording(recording.id)
  await composeRecording(recording.id)

  const after = await db.recording.findUniqueOrThrow({ where: { id: recording.id } })
  expect(after).toMatchObject({ state: 'ready', progress: 100, composedAt: expect.any(Date) })
  const film = await fileOnDisk(after.filmKey ?? '', tmpdir())
  const streams = await probeMedia(film, 'stream=codec_name,duration')
  expect(streams.filter((value) => /[a-z]/.test(value))).toEqual(['h264', 'aac'])
  for (const seconds of streams.map(Number).filter((value) => !Number.isNaN(value))) {
    expect(Math.abs(seconds * 1000 - after.durationMs)).toBeLessThan(60)
  }
  const tracks = await db.recordingTrack.aggregate({ where: { recordingId: recording.id }, _sum: { bytes: true } })
  expect(after.partBytes).toBe(tracks._sum.bytes)
  expect(after.bytes).toBeGreaterThan(after.partBytes)
  expect(after.strip).toEqual({ columns: 6, rows: 1, width: 160, height: 90, everyMs: 4_000 })
  const { everyMs, values } = after.peaks as { everyMs: number; values: number[] }
  expect([everyMs, values.length]).toEqual([100, Math.ceil(after.durationMs / 100)])
  const picture = async (seconds: number, { x, y }: { x: number; y: number }) => {
    const crop = `crop=8:8:${x}:${y},scale=1:1,format=rgb24`
    return colourAt(film, seconds, crop)
  }
  // Ana alone moves; Chloé, whose camera is off, is a card; the shared screen is the largest.
  const cardOfChloe = placeTiles({ screen: null, large: null, people: [ana.id, chloe.id], more: 0 })[1]?.picture ?? { x: 0, y: 0 }
  expect(await picture(9.5, { x: cardOfChloe.x + 16, y: cardOfChloe.y + 16 })).toEqual(CARD)
  const screen = placeTiles({ screen: 'x', large: null, people: [ana.id, chloe.id], more: 0 })[0]?.picture ?? { x: 0, y: 0 }
  const [red, green, blue] = await picture(13.5, { x: screen.x + 90, y: screen.y + 90 })
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(12)
  expect(red).toBeGreaterThan(150)
  // Ben is 28 dB louder than Ana, and both are heard as loud.
  const levels = await Promise.all([levelOf(film, 440, 0.5, 1.5), levelOf(film, 600, 5, 7)])
  expect(Math.abs((levels[0] ?? 0) - (levels[1] ?? 99))).toBeLessThan(3)
  expect(await readdir(recordingFolder(recording.id))).toEqual([])
})
