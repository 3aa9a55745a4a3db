import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Prisma, type Visibility } from '#platform/db.server.ts'
import { findFfmpeg } from '#platform/ffmpeg.server.ts'
import type { TrackKind } from '#prisma/generated/enums.ts'
import { recordingFolder, STRETCH_LOG, type StretchEvent, stretchFolder } from '#rooms/recordings/stretch-log.server.ts'
import { makeRoom } from '#tests/rooms-scene.ts'

const run = promisify(execFile)
/** Media is made once for all runs. */
const CACHE = path.join(os.tmpdir(), 'palier-test-media')

/** What one person sends from one source: a picture that moves, or a tone. */
export interface TakenTrack {
  who: { id: string; name: string }
  kind: TrackKind
  fromMs: number
  toMs: number
  codec?: 'opus' | 'vp8' | 'h264'
  /** Pixels, one pair after the other in equal parts: simulcast changes them in the middle of a file. */
  sizes?: readonly (readonly [number, number])[]
  /** The tone, in hertz. */
  hertz?: number
  volume?: number
  /** A file to be heard instead of the tone, and after how many milliseconds. */
  speech?: { file: string; afterMs: number }[]
  mutes?: readonly { fromMs: number; toMs: number }[]
  /** How much later than what the file says its sender's clock was, by each of its reports. */
  offMs?: number
  /** The file breaks off after this part of its bytes, and the log says nothing of its end. */
  cutAt?: number
}

/** A session of these people (the first owns the community), and a recording of it that is over. */
export async function makeRecording(people: Viewer[], data: Partial<Prisma.RecordingUncheckedCreateInput> = {}, visibility?: Visibility) {
  const { community, room } = await makeRoom(people, visibility)
  const now = new Date()
  const session = await db.session.create({
    data: { communityId: community.id, roomId: room.id, openedById: people[0]?.id ?? null, endedAt: now, personCount: people.length },
  })
  const recording = await db.recording.create({
    data: {
      sessionId: session.id,
      communityId: community.id,
      state: 'finishing',
      wanted: 'stop',
      requestedById: people[0]?.id ?? null,
      startedAt: now,
      endedAt: now,
      ...data,
    },
  })
  return { community, room, session, recording }
}

/** Writes a stretch as the recorder leaves one. `speech`: who is heard when. `diedAtMs`: its log has nothing of what came later. */
export async function writeStretch(
  recordingId: string,
  number: number,
  tracks: readonly TakenTrack[],
  { speech = [], diedAtMs }: { speech?: readonly { who: string; fromMs: number; toMs: number }[]; diedAtMs?: number } = {},
): Promise<void> {
  const folder = stretchFolder(recordingId, number)
  await mkdir(folder, { recursive: true })
  const wall = Date.UTC(2026, 10, 24, 10)
  const events: StretchEvent[] = [{ t: 0, e: 'start', wall, recordingId, stretch: number }]
  const seen = new Set<string>()
  for (const [position, track] of tracks.entries()) {
    const { who, kind, fromMs, toMs, mutes = [], offMs = 0, cutAt } = track
    const codec = codecOf(track)
    const file = `${String(position + 1).padStart(2, '0')}.${codec === 'h264' ? 'mkv' : 'webm'}`
    const made = await makeMedia(track)
    await copyFile(made, path.join(folder, file))
    const bytes = (await readFile(made)).length
    if (cutAt !== undefined) await truncate(path.join(folder, file), Math.floor(bytes * cutAt))
    const [width, height] = sizesOf(track)[0] ?? [null, null]
    if (!seen.has(who.id)) events.push({ t: fromMs, e: 'join', who: who.id, name: who.name })
    seen.add(who.id)
    const muted = mutes.some((mute) => mute.fromMs <= fromMs)
    events.push({ t: fromMs, e: 'track', file, who: who.id, name: who.name, kind, codec, ptsMs: fromMs, width, height, muted })
    for (const mute of mutes) {
      if (mute.fromMs > fromMs) events.push({ t: mute.fromMs, e: 'mute', file })
      events.push({ t: mute.toMs, e: 'unmute', file })
    }
    for (let elapsedMs = 500; elapsedMs < toMs - fromMs; elapsedMs += 1_000) {
      events.push({ t: fromMs + elapsedMs, e: 'clock', file, wallMs: wall + fromMs + elapsedMs + offMs, elapsedMs })
    }
    if (cutAt === undefined) events.push({ t: toMs, e: 'end', file, frames: 1, bytes, lostPackets: 0, lastMs: toMs })
  }
  for (const { who, fromMs, toMs } of speech) events.push({ t: fromMs, e: 'speak', who }, { t: toMs, e: 'quiet', who })
  const told = events.sort((a, b) => a.t - b.t).filter(({ t }) => diedAtMs === undefined || t <= diedAtMs)
  const lines = told.map((event) => `${JSON.stringify(event)}\n`).join('')
  const ending = diedAtMs === undefined ? `${JSON.stringify({ t: 1e9, e: 'stop', why: 'stopped' })}\n` : '{"t":12,"e":"cl'
  await writeFile(path.join(folder, STRETCH_LOG), lines + ending)
  await db.recordingStretch.create({
    data: { recordingId, number, startedAt: new Date(wall), end: diedAtMs === undefined ? 'stopped' : 'broken' },
  })
}

/** Takes away what stretches a test has left. */
export async function removeStretches(recordingId: string): Promise<void> {
  await rm(recordingFolder(recordingId), { recursive: true, force: true })
}

const codecOf = ({ codec, kind }: TakenTrack) => codec ?? (kind === 'microphone' || kind === 'screenAudio' ? 'opus' : 'vp8')
const sizesOf = (track: TakenTrack) => (codecOf(track) === 'opus' ? [] : (track.sizes ?? [[320, 180] as const]))

/** The file of a track, as a recorder writes it: append-only, without duration or index. */
async function makeMedia(track: TakenTrack): Promise<string> {
  const { kind, fromMs, toMs, hertz = 440, volume = 0.2, speech = [] } = track
  const codec = codecOf(track)
  const seconds = (toMs - fromMs) / 1000
  const sizes = sizesOf(track)
  const hash = createHash('sha256')
    .update(JSON.stringify([kind, codec, fromMs, seconds, sizes, hertz, volume, ...speech]))
    .digest('hex')
  const file = path.join(CACHE, `${hash.slice(0, 24)}.mkv`)
  if (existsSync(file)) return file
  await mkdir(CACHE, { recursive: true })
  const draft = path.join(CACHE, randomUUID())
  const late = ['-output_ts_offset', String(fromMs / 1000), '-f', 'matroska', '-live', '1']
  if (speech.length > 0) {
    const inputs = speech.flatMap(({ file }) => ['-i', file])
    const placed = speech.map(({ afterMs }, at) => `[${at}:a]aresample=48000,adelay=${afterMs}:all=1[s${at}]`).join(';')
    const mixed = `${speech.map((_, at) => `[s${at}]`).join('')}amix=inputs=${speech.length}:normalize=0,apad`
    const whole = ['-filter_complex', `${placed};${mixed}`, '-t', String(seconds), '-ac', '1']
    await ffmpeg(...inputs, ...whole, '-c:a', 'libopus', '-b:a', '32k', ...late, draft)
  } else if (codec === 'opus') {
    const tone = `sine=frequency=${hertz}:duration=${seconds},volume=${volume}*8`
    await ffmpeg('-f', 'lavfi', '-i', tone, '-c:a', 'libopus', '-b:a', '32k', ...late, draft)
  } else {
    const source = kind === 'screen' ? 'smptebars' : 'testsrc2'
    const how =
      codec === 'vp8'
        ? ['libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k']
        : ['libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p']
    const parts = []
    for (const [position, [width, height]] of sizes.entries()) {
      const part = `${draft}-${position}.mkv`
      const picture = `${source}=size=${width}x${height}:rate=15:duration=${seconds / sizes.length}`
      await ffmpeg('-f', 'lavfi', '-i', picture, '-c:v', ...how, '-g', '30', part)
      parts.push(part)
    }
    await writeFile(`${draft}.txt`, parts.map((part) => `file '${part}'\n`).join(''))
    await ffmpeg('-f', 'concat', '-safe', '0', '-i', `${draft}.txt`, '-c', 'copy', ...late, draft)
    for (const part of [...parts, `${draft}.txt`]) await rm(part)
  }
  await rename(draft, file)
  return file
}

async function ffmpeg(...args: string[]): Promise<void> {
  const found = findFfmpeg()
  if (!found) throw new Error('This test needs ffmpeg and ffprobe: install them, or set FFMPEG_PATH.')
  await run(found.ffmpeg, ['-v', 'error', '-y', '-nostdin', ...args])
}
