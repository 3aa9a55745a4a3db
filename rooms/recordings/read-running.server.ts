import { type Db, db, type Prisma, type Recording } from '#platform/db.server.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'

/** A recorder that has not said for so long that it is alive is thought to be on its way back. */
const RECORDER_SILENT_AFTER_MS = 6_000

const select = {
  include: {
    requestedBy: { select: { id: true, name: true, photoKey: true } },
    stretches: { select: { startedAt: true, endedAt: true, durationMs: true } },
  },
} satisfies Prisma.RecordingDefaultArgs

type Row = Prisma.RecordingGetPayload<typeof select>

/** The recording that a session is in the middle of, as browsers are told of it; null where none runs. */
export async function findRunning(sessionId: string, now: Date, client: Db = db): Promise<RunningRecording | null> {
  const row = await client.recording.findFirst({ where: { sessionId, endedAt: null }, ...select })
  return row && describe(row, now)
}

/** A recording as browsers are told of it, and where. */
export async function findTold(recordingId: string, now: Date) {
  const row = await db.recording.findUnique({
    where: { id: recordingId },
    include: { ...select.include, session: { select: { roomId: true, endedAt: true } } },
  })
  return (
    row && {
      told: describe(row, now),
      roomId: row.session.roomId,
      communityId: row.communityId,
      running: row.endedAt === null,
      sessionOpen: row.session.endedAt === null,
    }
  )
}

/** Whether its recorder went away (or has not come), so that what is said now is missing. */
export function isInterrupted(
  { state, aliveAt, endedAt, requestedAt, engine }: Pick<Recording, 'state' | 'aliveAt' | 'endedAt' | 'requestedAt' | 'engine'>,
  now: Date,
): boolean {
  if (endedAt || (state !== 'recording' && state !== 'requested')) return false
  // Egress goes on whether or not we hear of it; where it does not, its state says so.
  if (engine === 'egress' && state === 'recording') return false
  return now.getTime() - (aliveAt ?? requestedAt).getTime() > RECORDER_SILENT_AFTER_MS
}

function describe(row: Row, now: Date): RunningRecording {
  const interrupted = isInterrupted(row, now)
  const takenMs = row.stretches.map(({ startedAt, endedAt, durationMs }) => {
    if (endedAt) return durationMs
    const untilMs = interrupted && row.aliveAt ? row.aliveAt.getTime() : now.getTime()
    return Math.max(0, untilMs - startedAt.getTime())
  })
  return {
    id: row.id,
    sessionId: row.sessionId,
    rev: row.rev,
    state: row.state,
    wanted: row.wanted,
    by: row.requestedBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    takenMs: takenMs.reduce((sum, ms) => sum + ms, 0),
    interrupted,
    cause: row.heldUpBy ?? row.cause,
  }
}
