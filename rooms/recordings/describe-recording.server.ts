import type { Recording } from '#platform/db.server.ts'
import type { RecordingCard, RecordingCause, TranscriptCause } from '#rooms/recordings/contract.ts'

/** The columns that a card is made of, for a Prisma `select`. */
export const recordingCardSelect = {
  id: true,
  sessionId: true,
  state: true,
  cause: true,
  heldUpBy: true,
  startedAt: true,
  durationMs: true,
  bytes: true,
  playableAt: true,
  composedAt: true,
  progress: true,
  posterKey: true,
  transcriptState: true,
  transcriptCause: true,
  transcribed: true,
} as const

type CardRow = Pick<Recording, keyof typeof recordingCardSelect>

/** Where a part of a recording is had: a track by its id, or the `film`, the `poster`, the `strip`. Asks the permissions each time. */
export function mediaUrl(recordingId: string, part: string): string {
  return `/recordings/${recordingId}/media/${part}`
}

/** What a card shows of a recording. `expiresAt`: when it goes, by whoever knows the rules of retention. */
export function describeRecording(row: CardRow, expiresAt: Date | null = null): RecordingCard {
  const gone = row.state === 'deleted'
  return {
    id: row.id,
    sessionId: row.sessionId,
    state: row.state,
    cause: (row.heldUpBy ?? row.cause) as RecordingCause | null,
    startedAt: row.startedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    bytes: Number(row.bytes),
    playable: !gone && row.playableAt !== null,
    progress: row.composedAt ? 100 : row.progress,
    posterUrl: !gone && row.posterKey ? mediaUrl(row.id, 'poster') : null,
    transcriptState: row.transcriptState,
    transcriptCause: row.transcriptCause as TranscriptCause | null,
    transcribed: row.transcribed,
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}
