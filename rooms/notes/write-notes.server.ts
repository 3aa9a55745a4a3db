import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { log } from '#platform/log.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { followUpChanged } from '#rooms/follow-ups/contract.ts'
import { redraftFollowUp } from '#rooms/follow-ups/redraft-follow-up.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { compactNotes } from './compact-notes.server.ts'
import { NOTES_BYTES_MAX, NOTES_TAKEN_HOURS, NOTES_UPDATE_BYTES_MAX, notesUpdated } from './contract.ts'
import { isUpdate } from './merge-updates.server.ts'
import { requireNotes } from './require-notes.server.ts'

/** Somebody who types fast sends ten updates a second. */
const notesLimit = defineLimit('notes', 1_200, 60)
const COMPACT_EVERY = 100
const HOUR_MS = 60 * 60 * 1000

/**
 * Keeps an update of a session's notes, and tells it to who looks at them. Updates commute: sending one again, or in another
 * order, makes the same notes. What somebody wrote offline is taken in for a day after the session's end, and read at once, also in a
 * draft of the follow-up that nobody has edited, and by the search; who has the session's page open is told.
 *
 * @throws DomainError `session.notFound`, `community.archived`, `community.forbidden`, `input.invalid`, `notes.closed`, `notes.full`,
 * `limit.reached`, `work.tooMuch`
 */
export async function writeNotes(asker: Asker, sessionId: string, update: Uint8Array, now = new Date()): Promise<void> {
  if (update.length > NOTES_UPDATE_BYTES_MAX) throw new DomainError('notes.full')
  if (!(await isUpdate(update))) throw new DomainError('input.invalid')
  const { endedAt } = await requireNotes(asker, sessionId, 'notes.edit')
  if (endedAt && now.getTime() - endedAt.getTime() > NOTES_TAKEN_HOURS * HOUR_MS) throw new DomainError('notes.closed')
  await notesLimit.spend(asker.id)
  let kept = await insertUpdate(sessionId, update)
  if (!kept.added) {
    // What was deleted since weighs no more once it is merged.
    await compactNotes(sessionId)
    kept = await insertUpdate(sessionId, update)
    if (!kept.added) throw new DomainError('notes.full')
  }
  if (kept.endedAt) {
    await compactNotes(sessionId)
    await db.$transaction(async (tx) => {
      if (!(await lockSession(tx, sessionId))) return
      await redraftFollowUp(tx, sessionId)
      await writeSessionText(tx, sessionId)
    })
    publish(`session:${sessionId}`, followUpChanged, { sessionId })
  } else if (kept.waiting % COMPACT_EVERY === 0) {
    compactNotes(sessionId).catch((error: unknown) => log.warn({ error, sessionId }, 'the notes are compacted with a later update'))
  }
  publish(`session:${sessionId}`, notesUpdated, { sessionId, update: Buffer.from(update).toString('base64') })
}

interface Kept {
  added: boolean
  /** How many updates are not merged yet, this one included. */
  waiting: number
  /** As it is once a session that is just being ended has ended: the lock waits for it. */
  endedAt: Date | null
}

async function insertUpdate(sessionId: string, update: Uint8Array): Promise<Kept> {
  const data = new Uint8Array(update)
  const [kept] = await db.$queryRaw<Kept[]>`
    WITH session AS (SELECT id, "endedAt" FROM "Session" WHERE id = ${sessionId}::uuid FOR KEY SHARE),
      waiting AS (
        SELECT count(*)::int AS count, coalesce(sum(octet_length(data)), 0) AS bytes FROM "NotesUpdate" WHERE "sessionId" = ${sessionId}::uuid
      ),
      merged AS (SELECT coalesce(max(octet_length(state)), 0) AS bytes FROM "Notes" WHERE "sessionId" = ${sessionId}::uuid),
      added AS (
        INSERT INTO "NotesUpdate" ("sessionId", data)
        SELECT session.id, ${data} FROM session, waiting, merged
        WHERE waiting.bytes + merged.bytes + ${data.length} <= ${NOTES_BYTES_MAX}
        RETURNING id
      )
    SELECT EXISTS (SELECT FROM added) AS added, waiting.count + 1 AS waiting, session."endedAt" FROM session, waiting`
  if (!kept) throw new DomainError('session.notFound')
  return kept
}
