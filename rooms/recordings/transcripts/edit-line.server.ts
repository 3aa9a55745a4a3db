import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { writingLimit } from '#communities/threads/post-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { foldText } from '#rooms/search/fold-text.server.ts'
import { LINE_MAX, type TranscriptLineView, transcriptEdited } from './contract.ts'
import { describeLines, lineSelect } from './describe-lines.server.ts'
import { requireTranscript } from './require-transcript.server.ts'

const lineTextSchema = z
  .string('input.invalid')
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(z.string().max(LINE_MAX, 'transcriptLine.tooLong'))

const input = z.object({
  lineId: z.uuid('input.invalid'),
  text: lineTextSchema,
  /** What the line said when its editor began. */
  before: z.string('input.invalid').max(100_000, 'input.invalid'),
})

/**
 * Puts right what a line of a transcript says; empty takes it out, and the text that it had brings it back. What the engine heard is
 * kept beside it, and a line that says just that again counts as nobody's. Of two who change a line at once, the second is told so, with
 * what it says now (`text`), and loses nothing; the same words again change nothing.
 *
 * @throws InvalidInput `text`; DomainError `recording.notFound`, `transcript.notFound`, `transcriptLine.notFound`,
 *   `transcriptLine.changed`, `community.archived`, `community.forbidden`, `limit.reached`
 */
export async function editLine(viewer: Asker, recordingId: string, raw: unknown, now = new Date()): Promise<TranscriptLineView> {
  const { recording } = await requireTranscript(viewer, recordingId, 'transcript.edit')
  const { lineId, text, before } = parseInput(input, raw)
  await writingLimit.spend(viewer.id)
  const { line, changed } = await db.$transaction(async (tx) => {
    const where = { id: lineId, recordingId: recording.id }
    await tx.$queryRaw`SELECT 1 FROM "TranscriptLine" WHERE id = ${lineId}::uuid AND "recordingId" = ${recording.id}::uuid FOR UPDATE`
    const found = await tx.transcriptLine.findFirst({ where, select: lineSelect })
    if (!found) throw new DomainError('transcriptLine.notFound')
    if (found.text === text) return { line: found, changed: false }
    if (found.text !== before) throw new DomainError('transcriptLine.changed', { text: found.text })
    const heard = found.editedAt ? found.heard : found.text
    const asHeard = heard === text
    const data = {
      text,
      words: foldText(text),
      heard: asHeard ? null : heard,
      editedAt: asHeard ? null : now,
      editedById: asHeard ? null : viewer.id,
    }
    return { line: await tx.transcriptLine.update({ where: { id: lineId }, data, select: lineSelect }), changed: true }
  })
  const { communityId } = recording
  if (changed) publish(`community:${communityId}`, transcriptEdited, { communityId, recordingId: recording.id, lineId })
  const [described] = await describeLines([line])
  if (!described) throw new Error('a line that was just changed is gone')
  return described
}
