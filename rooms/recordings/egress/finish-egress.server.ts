import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { db, type Prisma, type Recording } from '#platform/db.server.ts'
import { FfmpegMissing, probeMedia, runFfmpeg } from '#platform/ffmpeg.server.ts'
import { log } from '#platform/log.server.ts'
import { sizeOfFile } from '#platform/storage.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import { hearTrack, PEAK_EVERY_MS } from '#rooms/recordings/finishing/hear-track.server.ts'
import { drawPoster, drawStrip } from '#rooms/recordings/finishing/pack-film.server.ts'
import { dropJournaled, storeJournaled } from '#rooms/recordings/finishing/store-journaled.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { dropFollowedUp } from '#rooms/recordings/retention/drop-followed-up.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { askForTranscript } from '#rooms/recordings/transcripts/ask-for-transcript.server.ts'
import { egressFolder, fileOfRun } from './egress-file.server.ts'

const POSTER_AT_MS = 5_000

interface RunFile {
  number: number
  file: string
  durationMs: number
}

/**
 * Makes one film of what Egress recorded: its runs end to end, copied without decoding, with poster, thumbnails and waveform. There are
 * no tracks of single people. Where nothing can be played the recording has failed.
 *
 * Repeating it, also after a death at any point, ends in the same rows.
 *
 * @throws FfmpegMissing; Error where Egress says that it kept a file and it is not there: a folder is set wrongly
 */
export async function finishEgress(recordingId: string, signal?: AbortSignal, now = new Date()): Promise<void> {
  const recording = await db.recording.findUnique({ where: { id: recordingId } })
  if (!recording) return
  if (!waits(recording)) {
    if (recording.playableAt) await removeTaken(recordingId)
    return
  }
  const folder = path.join(recordingFolder(recordingId), 'egress')
  await dropJournaled(folder)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })

  const runs = await findFiles(recordingId, signal)
  if (runs.length === 0) {
    await db.$transaction(async (tx) => {
      const found = await lockRecording(tx, recordingId)
      if (!found || !waits(found)) return
      await changeRecording(tx, recordingId, { state: 'failed', cause: found.cause ?? 'nothing.arrived', heldUpBy: null })
      // What Egress left cannot be played, and may show somebody all the same.
      await dropFollowedUp(tx, found.sessionId, now, recordingId)
    })
  } else await keepFilm(recordingId, runs, folder, signal, now)
  await rm(folder, { recursive: true, force: true })
  if (runs.length > 0) await removeTaken(recordingId)
}

function waits({ endedAt, playableAt, state }: Recording): boolean {
  return endedAt !== null && playableAt === null && (state === 'finishing' || state === 'failed')
}

/** The runs that can be played; what a run that failed left may be one of them. */
async function findFiles(recordingId: string, signal?: AbortSignal): Promise<RunFile[]> {
  const runs = await db.egressRun.findMany({ where: { recordingId }, orderBy: { number: 'asc' } })
  const found: RunFile[] = []
  for (const { number, status, bytes } of runs) {
    const file = fileOfRun({ recordingId, number })
    const size = await stat(file).then(
      ({ size }) => size,
      () => null,
    )
    if (size === null && status === 'complete' && bytes > 0n) {
      throw new Error(`Egress kept a recording that is not in ${file}: see EGRESS_DIR and EGRESS_DIR_THERE`)
    }
    const durationMs = size ? await measure(file, signal) : 0
    if (durationMs > 0) found.push({ number, file, durationMs })
    else if (size !== null) log.warn({ recordingId, number, size }, 'what Egress left of a run cannot be played')
  }
  return found
}

async function measure(file: string, signal?: AbortSignal): Promise<number> {
  try {
    const [seconds] = await probeMedia(file, 'format=duration', { signal })
    return Math.round(Number(seconds) * 1000) || 0
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof FfmpegMissing) throw error
    return 0
  }
}

async function keepFilm(recordingId: string, runs: readonly RunFile[], folder: string, signal: AbortSignal | undefined, now: Date) {
  const film = path.join(folder, 'film.mp4')
  const poster = path.join(folder, 'poster.webp')
  const strip = path.join(folder, 'strip.webp')
  const list = path.join(folder, 'runs.txt')
  await writeFile(list, runs.map(({ file }) => `file '${file.replaceAll("'", "'\\''")}'\n`).join(''))
  const together = ['-f', 'concat', '-safe', '0', '-i', list, '-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy', '-movflags', '+faststart']
  await runFfmpeg(['-v', 'error', ...together, film], { signal })
  const durationMs = await measure(film, signal)
  if (durationMs === 0) throw new Error('the runs of Egress cannot be put together')
  await drawPoster(film, Math.min(POSTER_AT_MS, durationMs / 2), poster, signal)
  const lies = await drawStrip(film, durationMs, strip, signal)
  const sound = await probeMedia(film, 'stream=codec_type', { signal })
  const peaks = sound.includes('audio') ? { everyMs: PEAK_EVERY_MS, values: (await hearTrack(film, signal)).peaks } : null

  const keys = await storeJournaled(
    folder,
    [film, poster, strip].map((file) => ({ path: file, extension: path.extname(file).slice(1) })),
  )
  const sizes = await Promise.all(keys.map(async (key) => (await sizeOfFile(key)) ?? 0))
  const [filmKey, posterKey, stripKey] = keys
  const facts = { filmKey, posterKey, stripKey, strip: { ...lies }, ...(peaks && { peaks }), durationMs }
  const kept = await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || !waits(recording)) return false
    let offsetMs = 0
    for (const { number, durationMs } of runs) {
      await tx.recordingStretch.updateMany({ where: { recordingId, number }, data: { offsetMs, durationMs } })
      offsetMs += durationMs
    }
    const numbers = runs.map(({ number }) => number)
    await tx.recordingStretch.updateMany({ where: { recordingId, number: { notIn: numbers } }, data: { offsetMs, durationMs: 0 } })
    const ready = await changeRecording(tx, recordingId, {
      ...(facts satisfies Prisma.RecordingUpdateInput),
      state: 'ready',
      heldUpBy: null,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      partBytes: 0,
      progress: 100,
      playableAt: now,
      composedAt: now,
    })
    await askForTranscript(tx, ready, now)
    await dropFollowedUp(tx, recording.sessionId, now, recordingId)
    return true
  })
  if (!kept) await dropJournaled(folder)
}

/** What Egress left is kept elsewhere by now. It may belong to Egress' user, who lets nobody remove it. */
async function removeTaken(recordingId: string): Promise<void> {
  await rm(egressFolder(recordingId), { recursive: true, force: true }).catch((error: unknown) =>
    log.warn({ error, recordingId }, 'the files that Egress left cannot be removed'),
  )
}
