import { type ConsentAnswer, type Db, db, Prisma } from '#platform/db.server.ts'

/** The newest line of each person in a recording's ledger: it is what counts. Of one person, or of all. */
export async function readAnswers(recordingId: string, memberId?: string, client: Db = db): Promise<Map<string, ConsentAnswer>> {
  const rows = await client.$queryRaw<{ memberId: string; answer: ConsentAnswer }[]>`
    SELECT DISTINCT ON ("memberId") "memberId", answer FROM "RecordingConsent"
    WHERE "recordingId" = ${recordingId}::uuid AND "memberId" IS NOT NULL
      ${memberId ? Prisma.sql`AND "memberId" = ${memberId}::uuid` : Prisma.empty}
    ORDER BY "memberId", at DESC, id DESC`
  return new Map(rows.map((row) => [row.memberId, row.answer]))
}

/** Whether somebody who said this may be recorded, and so publish: who was told and stayed, and who said yes. */
export function allowsRecording(answer: ConsentAnswer | null | undefined): boolean {
  return answer === 'told' || answer === 'accepted'
}
