import { db, type RecordingWish } from '#platform/db.server.ts'
import { allowsRecording, readAnswers } from '../consent/read-answers.server.ts'

export interface RecordingLook {
  wanted: RecordingWish
  /** Why it is to stop, where nobody pressed Stop. */
  cause: string | null
  paused: boolean
  sessionId: string
  sessionEnded: boolean
  stretches: number
  /** Members who were told, or accepted; the newest word of each counts. */
  allowed: ReadonlySet<string>
}

/** What a recorder must know of a recording that it writes; null where it is its own no more: it has ended, or another took it up. */
export async function lookAtRecording(recordingId: string, recorderId: string): Promise<RecordingLook | null> {
  const recording = await db.recording.findFirst({
    where: { id: recordingId, recorderId, endedAt: null },
    select: {
      wanted: true,
      state: true,
      cause: true,
      sessionId: true,
      session: { select: { endedAt: true } },
      _count: { select: { stretches: true } },
    },
  })
  if (!recording) return null
  const answers = await readAnswers(recordingId)
  return {
    wanted: recording.wanted,
    cause: recording.cause,
    paused: recording.state === 'paused',
    sessionId: recording.sessionId,
    sessionEnded: recording.session.endedAt !== null,
    stretches: recording._count.stretches,
    allowed: new Set([...answers].flatMap(([memberId, answer]) => (allowsRecording(answer) ? [memberId] : []))),
  }
}
