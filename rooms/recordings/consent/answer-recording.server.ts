import { z } from 'zod'
import { requireStandingInside } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { signal } from '#platform/signals.server.ts'
import { setPublishing } from '#rooms/livekit/set-publishing.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { readWords } from './read-words.server.ts'
import { settlePublishing } from './settle-publishing.server.ts'
import { findShown, saysTheSame } from './shown-words.server.ts'

const inputSchema = z.object({
  recordingId: z.uuid('recording.notFound'),
  answer: z.enum(['accepted', 'declined'], 'input.invalid'),
  /** What came with the words that they were shown; without it, they were shown none. */
  shown: z.string().max(2000).catch(''),
})

/**
 * Writes down what somebody says to a recording that runs: yes, and they may publish; or no, and what they publish is taken down, and
 * nothing more is recorded of them. They may change their mind any number of times: each is a line of the ledger. The same answer
 * again adds none.
 *
 * The ledger says under which words, in which language and for how many days: what this server showed to this person, never what a
 * request says. A yes counts to the words of today only. A no counts at once, also to words that have changed since.
 *
 * Where LiveKit cannot be asked, the next sweep does what the ledger says; the recorder goes by the ledger anyway.
 *
 * @throws InvalidInput; DomainError `recording.notFound` (also where the viewer may not know of it), `recording.over`,
 *   `recording.wordsChanged` (to words that were not shown to them, or a yes to what is no longer so), `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function answerRecording(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<void> {
  const { recordingId, answer, shown: mark } = parseInput(inputSchema, raw)
  const found = await db.recording.findFirst({ where: { id: recordingId, sessionId }, select: { communityId: true } })
  if (!found) throw new DomainError('recording.notFound')
  await requireStandingInside(viewer, found.communityId, 'room.enter', 'recording.notFound')
  await writingLimit.spend(viewer.id)
  const shown = findShown(mark, { recordingId, memberId: viewer.id })
  await db.$transaction(async (tx) => {
    const recording = await lockRecording(tx, recordingId)
    if (!recording || recording.endedAt) throw new DomainError('recording.over')
    if (!shown) throw new DomainError('recording.wordsChanged')
    const last = await tx.recordingConsent.findFirst({
      where: { recordingId, memberId: viewer.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      select: { answer: true, at: true },
    })
    if (last?.answer === answer) return
    const { version: words, language, keepDays } = shown
    if (answer === 'accepted' && !saysTheSame(shown, await readWords(recording.communityId, language, tx))) {
      throw new DomainError('recording.wordsChanged')
    }
    // Two answers of one instant would have no order.
    const at = last && last.at >= now ? new Date(last.at.getTime() + 1) : now
    const line = { recordingId, memberId: viewer.id, name: viewer.name, answer, words, language, keepDays, at }
    await tx.recordingConsent.create({ data: line })
    await signal(tx, 'palier_recording', recordingId)
  })
  try {
    await setPublishing(sessionId, viewer.id, answer === 'accepted')
    await settlePublishing(sessionId)
  } catch (error) {
    log.warn({ error, sessionId }, 'who may publish is left to the sweep')
  }
}
