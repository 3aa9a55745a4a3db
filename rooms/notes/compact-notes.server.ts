import { db } from '#platform/db.server.ts'
import { closeNotes } from './close-notes.server.ts'

/**
 * Merges the waiting updates of a session's notes by themselves. Safe to race: updates that come meanwhile go on waiting, and a
 * session that is being ended goes first.
 */
export async function compactNotes(sessionId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    // The session's row before its notes, in the order in which a session is ended.
    const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Session" WHERE id = ${sessionId}::uuid FOR KEY SHARE`
    if (found.length > 0) await closeNotes(tx, sessionId)
  })
}
