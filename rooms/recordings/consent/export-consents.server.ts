import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { requireRecording } from '#rooms/recordings/watching/require-recording.server.ts'
import { writeConsentWords } from './consent-words.server.ts'
import type { ExportedConsents } from './contract.ts'
import { readConsentFacts } from './read-words.server.ts'

/**
 * The whole ledger of a recording: who was told or asked, when, in which words, and what they said, with the words in full. What was
 * promised about keeping is as it was told; who is named as the one to ask is whoever it is now.
 *
 * @throws DomainError `recording.notFound` (also where the viewer may not watch it), `community.forbidden`
 */
export async function exportConsents(viewer: Asker, recordingId: string): Promise<ExportedConsents> {
  const { recording } = await requireRecording(viewer, recordingId, 'recording.download')
  const [rows, facts] = await Promise.all([
    db.recordingConsent.findMany({ where: { recordingId }, orderBy: [{ at: 'asc' }, { name: 'asc' }, { id: 'asc' }] }),
    readConsentFacts(recording.communityId),
  ])
  return {
    recordingId,
    requestedAt: recording.requestedAt.toISOString(),
    lines: rows.map(({ name, memberId, answer, words, language, keepDays, at }) => ({
      at: at.toISOString(),
      name,
      memberId,
      answer,
      words: writeConsentWords(words, language, { ...facts, keepDays }),
    })),
  }
}
