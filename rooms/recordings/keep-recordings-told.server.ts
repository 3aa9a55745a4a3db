import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { publishHere } from '#platform/realtime.server.ts'
import { listenForSignals } from '#platform/signals.server.ts'
import { publishRoster } from '#rooms/presence/publish-roster.server.ts'
import { settlePublishing } from './consent/settle-publishing.server.ts'
import { recordingChanged, roomRecording } from './events/contract.ts'
import { findTold } from './read-running.server.ts'

/**
 * Hears of every change of a recording, whichever process made it (the recorder, another app process, this one), and tells the browsers
 * that are connected to this process. The answer stops it.
 */
export function keepRecordingsTold(): () => Promise<void> {
  return listenForSignals(
    'palier_recording',
    (recordingId) => void tellRecording(recordingId),
    () => void tellRunning(),
  )
}

/** The `rev` that pages of the community were told last, of recordings that run: an answer in the ledger is no matter of theirs. */
const toldRevs = new Map<string, number>()

/** Tells what a recording is now, and lets publish whoever may by what is now. */
export async function tellRecording(recordingId: string): Promise<void> {
  try {
    const found = await findTold(recordingId, new Date())
    if (!found) return
    const { told, roomId, communityId, running, sessionOpen } = found
    publishHere(`room:${roomId}`, roomRecording, { roomId, recording: told })
    if (toldRevs.get(recordingId) !== told.rev) {
      publishHere(`community:${communityId}`, recordingChanged, { communityId, sessionId: told.sessionId, recordingId })
    }
    if (running) toldRevs.set(recordingId, told.rev)
    else toldRevs.delete(recordingId)
    // What becomes of it once it can be watched is no matter of the room any more.
    if (!sessionOpen || told.state === 'ready' || told.state === 'deleted') return
    publishRoster(roomId)
    await settlePublishing(told.sessionId)
  } catch (error) {
    if (error instanceof DomainError) return
    log.warn({ error, recordingId }, 'a recording could not be told')
  }
}

/** After the connection to the database was lost: what was signalled meanwhile was not heard. */
async function tellRunning(): Promise<void> {
  const running = await db.recording.findMany({ where: { session: { endedAt: null } }, select: { id: true } }).catch(() => [])
  for (const { id } of running) await tellRecording(id)
}
