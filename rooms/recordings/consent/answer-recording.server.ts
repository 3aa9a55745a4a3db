import { z } from 'zod'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { signal } from '#platform/signals.server.ts'
import { setPublishing } from '#rooms/livekit/set-publishing.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { CONSENT_VERSION } from './consent-words.server.ts'
import { readTerms } from './read-words.server.ts'
import { settlePublishing } from './settle-publishing.server.ts'

const inputSchema = z.object({
  recordingId: z.uuid('recording.notFound'),
  answer: z.enum(['accepted', 'declined'], 'input.invalid'),
  /** The version that they were shown. */
  words: z.coerce.number().int().min(1).max(CONSENT_VERSION),
  language: z.enum(['en', 'fr'], 'input.invalid'),
})

/**
 * Writes down what somebody says to a recording that runs: yes, and they may publish; or no, and what they publish is taken down, and
 * nothing more is recorded of them. They may change their mind any number of times: each is a line of the ledger. The same answer
 * again adds none.
 *
 * Where LiveKit cannot be asked, the next sweep does what the ledger says; the recorder goes by the ledger anyway.
 *
 * @throws InvalidInput; DomainError `recording.notFound` (also where the viewer may not know of it), `recording.over`,
 *   `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function answerRecording(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<void> {
  const { recordingId, ...line } = parseInput(inputSchema, raw)
  const found = await db.recording.findFirst({ where: { id: recordingId, sessionId }, select: { communityId: true } })
  if (!found) throw new DomainError('recording.notFound')
  await requireStanding(viewer, { id: found.communityId }, 'room.enter').catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'community.notFound' ? new DomainError('recording.notFound') : error
  })
  await writingLimit.spend(viewer.id)
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt) throw new DomainError('recording.over')
    const last = await tx.recordingConsent.findFirst({
      where: { recordingId, memberId: viewer.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      select: { answer: true, at: true },
    })
    if (last?.answer === line.answer) return
    // Two answers of one instant would have no order.
    const at = last && last.at >= now ? new Date(last.at.getTime() + 1) : now
    const { keepDays } = await readTerms(recording.communityId, tx)
    await tx.recordingConsent.create({ data: { recordingId, memberId: viewer.id, name: viewer.name, ...line, keepDays, at } })
    await signal(tx, 'palier_recording', recordingId)
  })
  try {
    await setPublishing(sessionId, viewer.id, line.answer === 'accepted')
    await settlePublishing(sessionId)
  } catch (error) {
    log.warn({ error, sessionId }, 'who may publish is left to the sweep')
  }
}
