import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { db, type Recording } from '#platform/db.server.ts'
import { FfmpegMissing } from '#platform/ffmpeg.server.ts'
import { log } from '#platform/log.server.ts'
import { fileOnDisk } from '#platform/storage.server.ts'
import { makeFolder, writeWhole } from '#platform/whole-files.server.ts'
import { changeRecording } from '#rooms/recordings/change-recording.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { recordingFolder } from '#rooms/recordings/stretch-log.server.ts'
import { canBeHeard } from './ask-for-transcript.server.ts'
import { chooseEngine } from './choose-engine.server.ts'
import { type Engine, EngineError } from './engine/engine.server.ts'
import { openEngine } from './engine/open-engine.server.ts'
import { type MissingVoice, readMissing } from './missing-voices.server.ts'
import { nameSpeaker } from './name-speakers.server.ts'
import { reportTranscribed } from './report-transcribed.server.ts'
import type { Line } from './split-lines.server.ts'
import { type Sound, transcribeTrack } from './transcribe-track.server.ts'
import { type SpokenLine, writeLines } from './write-lines.server.ts'

/** A voice to be listened to. */
interface Voice extends Omit<Sound, 'file'> {
  fileKey: string
  /** Whose it is. */
  owner: MissingVoice
  /** Whose a line of it is. */
  nameOf(line: Stretch): Pick<SpokenLine, 'memberId' | 'name'>
}

const NOBODY = { memberId: null, name: '' }

const speakersSchema = z.array(z.object({ memberId: z.string(), startMs: z.number(), endMs: z.number() }))
const linesSchema = z.array(z.object({ startMs: z.number().int(), endMs: z.number().int(), text: z.string() }))

/**
 * Writes down what was said in a recording: each person's microphone by itself; of a recording without tracks of single people (Egress'
 * ones, and old ones), its film, with names where the video server noticed who spoke. What a voice said is kept in the recording's folder
 * until all is written: who does it again after a death goes on with the first voice that is missing. One that cannot be read is left
 * out, and said to be; what the others said is kept for a second try with it.
 *
 * Repeating it once it is ready changes nothing; a recording that is deleted meanwhile stops it.
 *
 * @throws EngineError; FfmpegMissing
 */
export async function transcribeRecording(recordingId: string, signal: AbortSignal): Promise<void> {
  const folder = path.join(recordingFolder(recordingId), 'transcript')
  const recording = await begin(recordingId)
  if (!recording) return rm(folder, { recursive: true, force: true })
  const engine = await openEngine(await chooseEngine(db, recordingId))
  try {
    await makeFolder(folder)
    const heard = await listen(recording, engine, folder, signal)
    if (heard) await keep(recordingId, heard)
    if (heard && heard.missing.length > 0) return
  } finally {
    engine.close()
  }
  await rm(folder, { recursive: true, force: true })
}

/** @returns null where it is not wanted (any more) */
async function begin(recordingId: string): Promise<Recording | null> {
  return db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || !isWanted(recording)) return null
    if (recording.transcriptState === 'running') return recording
    return changeRecording(tx, recordingId, { transcriptState: 'running', transcriptCause: null })
  })
}

function isWanted(recording: Recording): boolean {
  return canBeHeard(recording) && (recording.transcriptState === 'waiting' || recording.transcriptState === 'running')
}

/** What was said, and by whom it is not known what. */
interface Heard {
  lines: SpokenLine[]
  missing: MissingVoice[]
}

/** @returns null where it is not wanted any more */
async function listen(recording: Recording, engine: Engine, folder: string, signal: AbortSignal): Promise<Heard | null> {
  const voices = await findVoices(recording)
  const wholeMs = voices.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) || 1
  const progress = reportTranscribed(recording.id, isWanted)
  const both = AbortSignal.any([signal, progress.unwanted])
  const copies = path.join(folder, 'copies')
  const lines: SpokenLine[] = []
  let failure: unknown = null
  const unread: MissingVoice[] = []
  let doneMs = 0
  for (const voice of voices) {
    const lengthMs = voice.endMs - voice.startMs
    const onProgress = (part: number) => progress.tell((doneMs + lengthMs * Math.min(1, part)) / wholeMs)
    try {
      const said = await once(voice, folder, async () => {
        const file = await fileOnDisk(voice.fileKey, copies)
        return transcribeTrack({ ...voice, file }, { engine, folder, signal: both, onProgress })
      })
      lines.push(...said.map((line) => ({ ...line, ...voice.nameOf(line) })))
    } catch (error) {
      signal.throwIfAborted()
      if (progress.unwanted.aborted) return null
      if (error instanceof EngineError || error instanceof FfmpegMissing) throw error
      log.warn({ error, recordingId: recording.id, fileKey: voice.fileKey }, 'the sound of a recording could not be read')
      failure = error
      unread.push(voice.owner)
    }
    await rm(copies, { recursive: true, force: true })
    doneMs += lengthMs
    progress.tell(doneMs / wholeMs)
    await progress.settle()
    if (progress.unwanted.aborted) return null
  }
  if (failure && unread.length === voices.length) throw new EngineError('sound.missing', `no sound could be read: ${failure}`)
  return { lines: lines.sort((a, b) => a.startMs - b.startMs), missing: eachOnce(unread) }
}

/** Somebody has a file for each time that they came in. */
function eachOnce(voices: readonly MissingVoice[]): MissingVoice[] {
  return [...new Map(voices.map((voice) => [voice.memberId ?? voice.name, voice])).values()]
}

/** What a voice said, from an earlier try where there is one. */
async function once(voice: Voice, folder: string, work: () => Promise<Line[]>): Promise<Line[]> {
  const file = path.join(folder, `${createHash('sha256').update(voice.fileKey).digest('hex').slice(0, 32)}.json`)
  const earlier = await readFile(file, 'utf8').catch(() => null)
  if (earlier !== null) return linesSchema.parse(JSON.parse(earlier))
  const lines = await work()
  await writeWhole(file, JSON.stringify(lines))
  return lines
}

async function findVoices({ id: recordingId, filmKey, durationMs, speakers }: Recording): Promise<Voice[]> {
  const told = speakersSchema.parse(speakers)
  const tracks = await db.recordingTrack.findMany({
    where: { recordingId, kind: 'microphone' },
    orderBy: [{ startMs: 'asc' }, { id: 'asc' }],
    include: { member: { select: { language: true } } },
  })
  const speakingOf = (memberId: string | null) =>
    told.length > 0 && memberId !== null ? told.filter((span) => span.memberId === memberId) : null
  const voices = tracks.map(({ fileKey, startMs, endMs, memberId, name, member }): Voice => {
    const owner = { memberId, name }
    return { fileKey, startMs, endMs, owner, nameOf: () => owner, hint: member?.language ?? null, speaking: speakingOf(memberId) }
  })
  const parts = await db.recordingTrack.count({ where: { recordingId } })
  if (parts > 0 || !filmKey) return voices
  const ids = [...new Set(told.map(({ memberId }) => memberId))]
  const members = await db.member.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(members.map(({ id, name }) => [id, { memberId: id, name }]))
  const nameOf = (line: Stretch) => names.get(nameSpeaker(line, told) ?? '') ?? NOBODY
  return [{ fileKey: filmKey, startMs: 0, endMs: durationMs, owner: NOBODY, nameOf, hint: null, speaking: null }]
}

async function keep(recordingId: string, { lines, missing }: Heard): Promise<void> {
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || !isWanted(recording)) return
    const before = readMissing(recording)
    // Where nobody more could be read, the lines that people have on their screens stay.
    if (missing.length === 0 || !isDeepStrictEqual(before, missing)) await writeLines(tx, recordingId, lines)
    const voicesMissing = missing.map((voice) => ({ ...voice }))
    await changeRecording(tx, recordingId, { transcriptState: 'ready', transcriptCause: null, transcribed: 100, voicesMissing })
  })
}
