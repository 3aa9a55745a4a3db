import type { RecordingState, TrackKind, TranscriptState } from '#prisma/generated/enums.ts'

/** Why a recording ended by itself, or what went wrong. A code; `app/i18n` has the sentences. */
export const recordingCauses = [
  /** Everybody left. */
  'session.ended',
  /** The room, its community, or recording in it was closed meanwhile. */
  'recording.forbidden',
  /** No recorder took it up. */
  'recorder.absent',
  /** The recorder died, and no other could go on in time. */
  'recorder.lost',
  'livekit.lost',
  'disk.full',
  /** Nobody sent anything. */
  'nothing.arrived',
  'finish.failed',
  /** All is kept; it becomes playable once there is an ffmpeg on the machine. */
  'ffmpeg.missing',
  /** All is kept; it becomes playable once there is room on the disk. */
  'finish.noRoom',
  /** LiveKit has no Egress connected to it, or none that is free. */
  'egress.absent',
  /** Egress ended with this status, or never said any. */
  'egress.failed',
  'egress.aborted',
  'egress.limitReached',
  'egress.silent',
] as const
export type RecordingCause = (typeof recordingCauses)[number]

/** Why what was said could not be written down. A code; `app/i18n` has the sentences. */
export const transcriptCauses = [
  /** There was an engine when it was asked for, and there is none any more. */
  'engine.absent',
  /** The engine died of it, or answered what nobody can read. */
  'engine.failed',
  /** The outside engine cannot be reached, or is too busy, for hours. */
  'engine.unreachable',
  /** The outside engine says no: its key, or its settings, are wrong. */
  'engine.refused',
  /** The sound is gone, or cannot be read. */
  'sound.missing',
] as const
export type TranscriptCause = (typeof transcriptCauses)[number]

/** Where a recording (or a moment of it) is watched. */
export function recordingPath(recordingId: string, momentMs?: number | null): string {
  const at = momentMs == null ? '' : `?t=${Math.floor(momentMs / 1000)}`
  return `/recordings/${recordingId}${at}`
}

/** A moment as people read it: 12:34, or 1:02:03. */
export function formatMoment(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** A stretch on a recording's timeline. */
export interface Stretch {
  startMs: number
  endMs: number
}

/** What one person sent from one source in one go. */
export interface RecordingTrackView extends Stretch {
  id: string
  person: { id: string | null; name: string; photoKey: string | null }
  kind: TrackKind
  mime: string
  /** Asks the permissions at every range. */
  url: string
  width: number | null
  height: number | null
  mutes: Stretch[]
}

/** How thumbnails lie in their picture. */
export interface Strip {
  columns: number
  rows: number
  width: number
  height: number
  everyMs: number
}

/** The loudest of each stretch of time, 0 to 255. */
export interface Peaks {
  everyMs: number
  values: number[]
}

/** What a card, a list or a thread shows of a recording. Instants are ISO 8601 in UTC. */
export interface RecordingCard {
  id: string
  sessionId: string
  state: RecordingState
  cause: RecordingCause | null
  startedAt: string | null
  durationMs: number
  bytes: number
  /** It can be watched. */
  playable: boolean
  /** How far composing the film is, in percent; 100: it is there. */
  progress: number
  posterUrl: string | null
  transcriptState: TranscriptState
  transcriptCause: TranscriptCause | null
  /** How far the transcript is, in percent. */
  transcribed: number
  /** Null: it stays. */
  expiresAt: string | null
}
