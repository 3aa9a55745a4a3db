import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { db, type Recording, type Tx } from '#platform/db.server.ts'
import { FfmpegMissing } from '#platform/ffmpeg.server.ts'
import { log } from '#platform/log.server.ts'
import { sizeOfFile } from '#platform/storage.server.ts'
import { makeFolder } from '#platform/whole-files.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { dropFollowedUp } from '#rooms/recordings/retention/drop-followed-up.server.ts'
import { readStretchLog, recordingFolder, STRETCH_LOG, stretchFolder } from '#rooms/recordings/stretch-log.server.ts'
import { askForTranscript } from '#rooms/recordings/transcripts/ask-for-transcript.server.ts'
import { askForFilm } from './ask-for-finishing.server.ts'
import { layTimeline, type MeasuredFile, type Timeline } from './lay-timeline.server.ts'
import { readStretch, type StretchFile } from './read-stretch.server.ts'
import { removeTaken } from './remove-taken.server.ts'
import { type RemuxedFile, remuxFile } from './remux-file.server.ts'
import { dropJournaled, storeJournaled } from './store-journaled.server.ts'

interface PlayableFile extends MeasuredFile {
  remuxed: RemuxedFile
}

/** Causes of an end that say more than that nothing had arrived. */
const TELLING_CAUSES = new Set<string | null>(['recorder.absent', 'recorder.lost', 'livekit.lost', 'disk.full'])

/**
 * Makes what was taken of a recording playable, track by track, without decoding anything: its stretches end to end, each person's
 * files where their clocks say. Then a film is asked for.
 *
 * Repeating it, also after a death at any point, ends in the same rows: files are kept first, then one transaction says so, and what the
 * recorder left goes last. Where nothing was taken the recording has failed, and nothing is left of it.
 *
 * @throws FfmpegMissing; Error where not a single file could be packed: all that was taken is still there
 */
export async function finishRecording(recordingId: string, signal?: AbortSignal): Promise<void> {
  const recording = await db.recording.findUnique({ where: { id: recordingId } })
  if (!recording) return
  const folder = recordingFolder(recordingId)
  if (!waits(recording)) {
    if (recording.playableAt) await removeTaken(recordingId)
    return
  }
  const workFolder = path.join(folder, 'work')
  await dropJournaled(workFolder)
  await rm(workFolder, { recursive: true, force: true })
  await makeFolder(workFolder)

  const { timeline, whole } = await packStretches(recordingId, workFolder, signal)
  if (timeline.tracks.length === 0) {
    await db.$transaction((tx) => failForNothing(tx, recordingId))
    await rm(folder, { recursive: true, force: true })
    return
  }
  const keys = await storeJournaled(
    workFolder,
    timeline.tracks.map(({ measured }) => measured.remuxed),
  )
  const sizes = await Promise.all(keys.map(async (key) => (await sizeOfFile(key)) ?? 0))
  const kept = await db.$transaction((tx) => keepTracks(tx, recordingId, timeline, { keys, sizes }))
  if (!kept) await dropJournaled(workFolder)
  await rm(workFolder, { recursive: true, force: true })
  if (whole) await removeTaken(recordingId)
}

function waits({ endedAt, playableAt, state }: Recording): boolean {
  return endedAt !== null && playableAt === null && (state === 'finishing' || state === 'failed')
}

/** Packs all files of all stretches. One that cannot be packed is left out, and left where it is. */
async function packStretches(
  recordingId: string,
  workFolder: string,
  signal?: AbortSignal,
): Promise<{ timeline: Timeline<PlayableFile>; whole: boolean }> {
  const stretches = []
  let failure: unknown = null
  for (const number of await listStretches(recordingId)) {
    const from = stretchFolder(recordingId, number)
    const to = path.join(workFolder, String(number))
    await mkdir(to, { recursive: true })
    const { files, speech } = readStretch(readStretchLog(await readFile(path.join(from, STRETCH_LOG), 'utf8').catch(() => '')))
    const playable: PlayableFile[] = []
    for (const file of files) {
      try {
        const remuxed = await remuxFile(path.join(from, file.file), file, to, signal)
        if (remuxed) playable.push({ ...file, remuxed, durationMs: lengthOf(file, remuxed) })
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof FfmpegMissing) throw error
        failure = error
        log.warn({ error, recordingId, stretch: number, file: file.file }, 'a file of a recording could not be packed')
      }
    }
    stretches.push({ number, speech, files: playable })
  }
  if (failure && stretches.every(({ files }) => files.length === 0)) throw failure
  return { timeline: layTimeline(stretches), whole: failure === null }
}

/** A screen that stands still is shown until it is shared no more; anything else is over with its last frame. */
function lengthOf({ kind, closedMs, startMs }: StretchFile, { durationMs }: RemuxedFile): number {
  return kind === 'screen' && closedMs !== null ? Math.max(durationMs, closedMs - startMs) : durationMs
}

async function listStretches(recordingId: string): Promise<number[]> {
  const names = await readdir(recordingFolder(recordingId)).catch(() => [])
  return names
    .filter((name) => /^\d{1,5}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

async function failForNothing(tx: Tx, recordingId: string): Promise<void> {
  const recording = await lockRecording(tx, recordingId)
  if (!recording || !waits(recording)) return
  const cause = TELLING_CAUSES.has(recording.cause) ? recording.cause : 'nothing.arrived'
  await changeRecording(tx, recordingId, { state: 'failed', cause, heldUpBy: null })
}

/** @returns false where it was dealt with, or deleted, meanwhile */
async function keepTracks(
  tx: Tx,
  recordingId: string,
  { durationMs, stretches, tracks, speakers }: Timeline<PlayableFile>,
  { keys, sizes }: { keys: string[]; sizes: number[] },
): Promise<boolean> {
  const recording = await lockRecording(tx, recordingId)
  if (!recording || !waits(recording)) return false
  const ids = [...new Set(tracks.map(({ measured }) => measured.who))].filter((who) => z.uuid().safeParse(who).success)
  const members = new Set((await tx.member.findMany({ where: { id: { in: ids } }, select: { id: true } })).map(({ id }) => id))
  await tx.recordingTrack.createMany({
    data: tracks.map(({ measured, stretch, startMs, endMs, mutes }, position) => {
      const { who, name, kind, remuxed } = measured
      const { mime, width, height } = remuxed
      const memberId = members.has(who) ? who : null
      const file = { fileKey: keys[position] ?? '', bytes: sizes[position] ?? 0, mime, width, height }
      return { recordingId, stretch, memberId, name, kind, startMs, endMs, mutes: mutes.map((mute) => ({ ...mute })), ...file }
    }),
  })
  for (const { number, ...place } of stretches) await tx.recordingStretch.updateMany({ where: { recordingId, number }, data: place })
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  const now = new Date()
  const ready = await changeRecording(tx, recordingId, {
    state: 'ready',
    heldUpBy: null,
    playableAt: now,
    durationMs,
    bytes,
    partBytes: bytes,
    progress: 0,
    speakers: speakers.map((speaker) => ({ ...speaker })),
  })
  await askForFilm(tx, recordingId, now)
  await askForTranscript(tx, ready, now)
  await dropFollowedUp(tx, recording.sessionId, now, recordingId)
  return true
}
