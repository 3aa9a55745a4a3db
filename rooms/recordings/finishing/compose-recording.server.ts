import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { findPhoto } from '#communities/people/find-photo.server.ts'
import { db, type Prisma, type Recording } from '#platform/db.server.ts'
import { fileOnDisk, sizeOfFile } from '#platform/storage.server.ts'
import { makeFolder } from '#platform/whole-files.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { composeSegment, framesOf } from './compose-segment.server.ts'
import { type CardPerson, drawCards } from './draw-cards.server.ts'
import { hearTrack } from './hear-track.server.ts'
import { drawPeaks, evenOut, findSpeech, gainOf, type HeardTrack } from './level-sound.server.ts'
import { mixSound, type SoundTrack } from './mix-sound.server.ts'
import { drawPoster, drawStrip, packFilm } from './pack-film.server.ts'
import { placeTiles } from './place-tiles.server.ts'
import { type FilmTrack, planFilm, type Segment, type Speech } from './plan-film.server.ts'
import { NotWanted, reportProgress } from './report-progress.server.ts'
import { dropJournaled, storeJournaled } from './store-journaled.server.ts'

/** A track as composing has it: where it lies, and its file. */
interface Part extends FilmTrack {
  name: string
  memberId: string | null
  file: string
}

const SOUND_PART_MS = 60_000
/** Which part of the work listening, and mixing, are; the rest is pictures, but for the last bit. */
const HEARD = 0.03
const MIXED = 0.06
const PICTURED = 0.97

const mutesSchema = z.array(z.object({ startMs: z.number(), endMs: z.number() }))
const speakersSchema = z.array(z.object({ memberId: z.string(), startMs: z.number(), endMs: z.number() }))

/**
 * Makes one film of a recording's tracks: who speaks large, shared screens first, everybody as loud; with a poster, thumbnails and the
 * waveform. It is made in segments that lie in the recording's folder until the film is kept: who does it again after a death goes on
 * with the first one that is missing. Needs memory for a segment, however long the recording is.
 *
 * Repeating it once the film is there changes nothing.
 *
 * @throws FfmpegMissing; Error where ffmpeg fails
 */
export async function composeRecording(recordingId: string, signal?: AbortSignal): Promise<void> {
  const folder = path.join(recordingFolder(recordingId), 'film')
  const recording = await db.recording.findUnique({ where: { id: recordingId } })
  if (!recording || !lacksFilm(recording)) return rm(folder, { recursive: true, force: true })
  await makeFolder(folder)
  await dropJournaled(folder)
  try {
    await compose(recording, folder, signal)
  } catch (error) {
    if (!(error instanceof NotWanted)) throw error
  }
  await rm(folder, { recursive: true, force: true })
}

function lacksFilm({ state, playableAt, composedAt, partsRemovedAt }: Recording): boolean {
  return state === 'ready' && playableAt !== null && composedAt === null && partsRemovedAt === null
}

async function compose(recording: Recording, folder: string, signal?: AbortSignal): Promise<void> {
  const { id: recordingId, durationMs } = recording
  const progress = reportProgress(recordingId)
  const parts = await readParts(recordingId, path.join(folder, 'tracks'))

  const heard: HeardTrack[] = []
  const sounding = parts.filter(({ kind }) => kind === 'microphone' || kind === 'screenAudio')
  for (const [position, part] of sounding.entries()) {
    heard.push({ ...part, heard: await hearTrack(part.file, signal) })
    progress.tell((HEARD * (position + 1)) / sounding.length)
    await progress.settle()
  }
  const gains = evenOut(heard)
  const told = speakersSchema.parse(recording.speakers)
  const speech: Speech[] = told.length > 0 ? told.map(({ memberId, ...span }) => ({ ...span, person: memberId })) : findSpeech(heard, gains)

  const segments = planFilm(parts, speech, durationMs)
  const endMs = segments.at(-1)?.endMs ?? durationMs
  const sounds: string[] = []
  const audible: SoundTrack[] = sounding.map((part) => ({ ...part, gainDb: gainOf(part, gains) }))
  for (let startMs = 0; startMs < endMs; startMs += SOUND_PART_MS) {
    const span = { startMs, endMs: Math.min(endMs, startMs + SOUND_PART_MS) }
    const overlapping = audible.filter((track) => track.startMs < span.endMs && track.endMs > span.startMs)
    const file = path.join(folder, `${nameFor({ span, overlapping })}.pcm`)
    if (!existsSync(file)) await mixSound(span, overlapping, file, signal)
    sounds.push(file)
    progress.tell(HEARD + ((MIXED - HEARD) * span.endMs) / endMs)
    await progress.settle()
  }

  const people = await readPeople(parts)
  const pictures: string[] = []
  for (const segment of segments) {
    const pictured = (frames: number) => {
      const doneMs = segment.startMs + (segment.endMs - segment.startMs) * (frames / framesOf(segment))
      progress.tell(MIXED + ((PICTURED - MIXED) * doneMs) / endMs)
    }
    pictures.push(await makeSegment(segment, parts, people, folder, { signal, onFrames: pictured }))
    await progress.settle()
  }

  const film = path.join(folder, 'film.mp4')
  const poster = path.join(folder, 'poster.webp')
  const strip = path.join(folder, 'strip.webp')
  await packFilm(pictures, sounds, film, signal)
  await drawPoster(film, posterAt(segments, endMs), poster, signal)
  const lies = await drawStrip(film, endMs, strip, signal)
  await progress.settle()
  await keepFilm(recordingId, folder, [film, poster, strip], { strip: { ...lies }, peaks: { ...drawPeaks(heard, gains, durationMs) } })
}

async function readParts(recordingId: string, folder: string): Promise<Part[]> {
  const tracks = await db.recordingTrack.findMany({ where: { recordingId }, orderBy: [{ startMs: 'asc' }, { id: 'asc' }] })
  const parts: Part[] = []
  for (const { id, memberId, name, kind, startMs, endMs, mutes, fileKey } of tracks) {
    const file = await fileOnDisk(fileKey, folder)
    parts.push({ id, memberId, name, kind, startMs, endMs, mutes: mutesSchema.parse(mutes), file, person: memberId ?? name })
  }
  return parts
}

async function readPeople(parts: readonly Part[]): Promise<Map<string, CardPerson>> {
  const ids = [...new Set(parts.flatMap(({ memberId }) => memberId ?? []))]
  const members = await db.member.findMany({ where: { id: { in: ids } }, select: { id: true, photoKey: true } })
  const photos = new Map(
    await Promise.all(members.map(async ({ id, photoKey }) => [id, photoKey ? await findPhoto(photoKey) : null] as const)),
  )
  return new Map(parts.map(({ person, name, memberId }) => [person, { name, photo: photos.get(memberId ?? '') ?? null }]))
}

/** @returns the file of the segment's pictures, made now or before */
async function makeSegment(
  segment: Segment,
  parts: readonly Part[],
  people: ReadonlyMap<string, CardPerson>,
  folder: string,
  options: { signal?: AbortSignal; onFrames: (frames: number) => void },
): Promise<string> {
  const tiles = placeTiles(segment.scene)
  const tracks = parts.filter(({ kind, ...part }) => (kind === 'camera' || kind === 'screen') && overlap(part, segment))
  const file = path.join(folder, `${nameFor({ segment, tiles, tracks })}.h264`)
  if (existsSync(file)) return file
  const cards = path.join(folder, `${nameFor(segment.scene)}.png`)
  if (!existsSync(cards)) await drawCards(tiles, people, segment.scene.more, cards)
  const threads = Math.max(1, Math.floor(os.availableParallelism() / 2))
  await composeSegment({ segment, tiles, cards, tracks, threads, ...options }, file)
  return file
}

const overlap = (a: Stretch, b: Stretch) => a.startMs < b.endMs && a.endMs > b.startMs
/** The same work has the same name, whoever does it. */
const nameFor = (work: object) => createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 32)

/** Where most people are to be seen, and not at the very begin. */
function posterAt(segments: readonly Segment[], endMs: number): number {
  const worth = ({ scene }: Segment) => scene.people.length + (scene.screen ? 1 : 0)
  const best = segments.toSorted((a, b) => worth(b) - worth(a) || a.startMs - b.startMs)[0]
  return best ? Math.min(best.startMs + Math.min(2_000, (best.endMs - best.startMs) / 2), endMs - 40) : 0
}

async function keepFilm(
  recordingId: string,
  folder: string,
  files: string[],
  facts: { strip: Prisma.InputJsonObject; peaks: Prisma.InputJsonObject },
): Promise<void> {
  const keys = await storeJournaled(
    folder,
    files.map((file) => ({ path: file, extension: path.extname(file).slice(1) })),
  )
  const sizes = await Promise.all(keys.map(async (key) => (await sizeOfFile(key)) ?? 0))
  const [filmKey, posterKey, stripKey] = keys
  const kept = await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || !lacksFilm(recording)) return false
    const bytes = recording.partBytes + BigInt(sizes.reduce((sum, size) => sum + size, 0))
    await changeRecording(tx, recordingId, {
      ...facts,
      filmKey,
      posterKey,
      stripKey,
      bytes,
      heldUpBy: null,
      composedAt: new Date(),
      progress: 100,
    })
    return true
  })
  if (!kept) await dropJournaled(folder)
}
