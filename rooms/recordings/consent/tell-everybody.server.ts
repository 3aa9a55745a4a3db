import type { Tx } from '#platform/db.server.ts'
import { readTerms } from './read-words.server.ts'

/**
 * Writes in the ledger of a recording that begins, in its transaction and with the session locked, that everybody who is in was told.
 * The language is the one that their page speaks: what they have chosen, else that of their newest ticket.
 * Who objected to an earlier recording of this session is not taken for asked anew: they stay out until they say otherwise.
 */
export async function tellEverybody(tx: Tx, recording: { id: string; sessionId: string; communityId: string }, now: Date): Promise<void> {
  const inside = await tx.visit.findMany({
    where: { sessionId: recording.sessionId, leftAt: null },
    distinct: ['memberId'],
    select: {
      member: {
        select: {
          id: true,
          name: true,
          language: true,
          mailLanguage: true,
          shownLanguages: { where: { sessionId: recording.sessionId }, select: { language: true } },
        },
      },
    },
  })
  const objectors = await readObjectors(tx, recording.sessionId)
  const { keepDays, words } = await readTerms(recording.communityId, tx)
  await tx.recordingConsent.createMany({
    data: inside.map(({ member }) => ({
      recordingId: recording.id,
      memberId: member.id,
      name: member.name,
      answer: objectors.has(member.id) ? ('declined' as const) : ('told' as const),
      words,
      // Without a ticket of theirs that we know of (a session from before tickets were noted), the language of their mails is the nearest.
      language: member.language ?? member.shownLanguages[0]?.language ?? member.mailLanguage,
      keepDays,
      at: now,
    })),
  })
}

/** Whose last word on a recording of this session was no. */
async function readObjectors(tx: Tx, sessionId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ memberId: string }[]>`
    SELECT "memberId" FROM (
      SELECT DISTINCT ON (line."memberId") line."memberId", line.answer
      FROM "RecordingConsent" line JOIN "Recording" recording ON recording.id = line."recordingId"
      WHERE recording."sessionId" = ${sessionId}::uuid AND line."memberId" IS NOT NULL
      ORDER BY line."memberId", line.at DESC, line.id DESC
    ) newest WHERE answer = 'declined'`
  return new Set(rows.map(({ memberId }) => memberId))
}
