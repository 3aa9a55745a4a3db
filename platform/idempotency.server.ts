import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Db, db, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** As long as what is deleted can be brought back. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** An idempotency key, as a browser makes one for each attempt to send something. */
export const idempotencyKeySchema = z.uuid('input.invalid')

/** One attempt to write something: by one member, in one place, with one content. */
export interface Attempt {
  memberId: string
  /** What is attempted; in one place, two verbs never take each other's keys. */
  verb: string
  /** The community, thread, session, room or line that is written into: where the caller asked for permission. What is in no place: the member. */
  placeId: string
  /** Null: the request has no key, and each one is an attempt of its own. */
  key: string | null | undefined
  /** All that the member chose, in a fixed order. */
  content: readonly (string | number | null | undefined)[]
}

/**
 * What an earlier request of this attempt wrote: its id; null where there was none. Call it after the permission for the place was
 * asked, and before anything that a repetition must not pay for or run into: limits, rendering, an end.
 *
 * @throws DomainError `attempt.changed`: the key was used in this place for another content
 */
export async function findWritten(attempt: Attempt, client: Db = db): Promise<string | null> {
  const { memberId, verb, placeId, key } = attempt
  if (!key) return null
  const found = await client.idempotencyKey.findUnique({ where: { memberId_verb_placeId_key: { memberId, verb, placeId, key } } })
  if (!found) return null
  if (found.digest !== digestOf(attempt)) throw new DomainError('attempt.changed')
  return found.writtenId
}

/**
 * Writes once, however often the attempt is sent and however its requests race: a repetition answers the first one's id, and `made` is
 * null. `write` runs in the transaction that keeps the key, so that a crash leaves both or neither.
 *
 * @throws DomainError `attempt.changed`: the key was used in this place for another content; and what `write` throws
 */
export async function writeOnce<Made extends { id: string }>(
  tx: Tx,
  attempt: Attempt,
  write: () => Promise<Made>,
): Promise<{ id: string; made: Made | null }> {
  const { memberId, verb, placeId, key } = attempt
  if (!key) {
    const made = await write()
    return { id: made.id, made }
  }
  // Waits for a racing request with the same key: until that one is committed, or has failed.
  const taken = await tx.$executeRaw`
    INSERT INTO "IdempotencyKey" ("memberId", verb, "placeId", key, digest)
    VALUES (${memberId}::uuid, ${verb}, ${placeId}::uuid, ${key}::uuid, ${digestOf(attempt)}) ON CONFLICT DO NOTHING`
  if (taken === 0) {
    const id = await findWritten(attempt, tx)
    if (!id) throw new Error('an idempotency key was kept without what it stands for')
    return { id, made: null }
  }
  const made = await write()
  await tx.idempotencyKey.update({
    where: { memberId_verb_placeId_key: { memberId, verb, placeId, key } },
    data: { writtenId: made.id },
    select: { key: true },
  })
  return { id: made.id, made }
}

/** Forgets keys after 30 days. Repeating it does nothing. */
export async function purgeIdempotencyKeys(now = new Date()): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } } })
}

/** The migration that made the table computes it in SQL as well. */
function digestOf({ content }: Attempt): string {
  const joined = content.map((part) => ((part ?? null) === null ? '' : String(part))).join('\u001F')
  return createHash('sha256').update(joined).digest('hex')
}
