import { db, type RecordingWish } from '#platform/db.server.ts'

export interface RecordingLook {
  wanted: RecordingWish
  paused: boolean
  sessionId: string
  sessionEnded: boolean
  stretches: number
  /** Whose newest word is that they were told, or accepted. */
  allowed: ReadonlySet<string>
}

/** What a recorder must know of a recording that it writes; null where it is its own no more: it has ended, or another took it up. */
export async function lookAtRecording(recordingId: string, recorderId: string): Promise<RecordingLook | null> {
  const recording = await db.recording.findFirst({
    where: { id: recordingId, recorderId, endedAt: null },
    select: {
      wanted: true,
      state: true,
      sessionId: true,
      session: { select: { endedAt: true } },
      consents: { select: { memberId: true, answer: true }, orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      _count: { select: { stretches: true } },
    },
  })
  if (!recording) return null
  const allowed = new Set<string>()
  for (const { memberId, answer } of recording.consents) {
    if (!memberId) continue
    if (answer === 'declined') allowed.delete(memberId)
    else allowed.add(memberId)
  }
  return {
    wanted: recording.wanted,
    paused: recording.state === 'paused',
    sessionId: recording.sessionId,
    sessionEnded: recording.session.endedAt !== null,
    stretches: recording._count.stretches,
    allowed,
  }
}
