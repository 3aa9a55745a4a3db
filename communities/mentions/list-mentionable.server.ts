import { requireStanding } from '#communities/memberships/permissions.server.ts'
import type { PersonCard, Viewer } from '#communities/people/contract.ts'
import { db, Prisma } from '#platform/db.server.ts'
import { foldedSql } from './folded-sql.server.ts'

/** How many people are offered at one time. */
const MOST = 8

/**
 * The people whom the viewer can name in a community, or give an action to there: those who may read it, whose name (or a later
 * word of it) begins as typed, whatever the case and the accents. Its members first; eight at most.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function listMentionable(viewer: Pick<Viewer, 'id' | 'role'>, communityId: string, typed: string): Promise<PersonCard[]> {
  await requireStanding(viewer, { id: communityId }, 'community.read')
  const words = typed.slice(0, 80).trim()
  const folded = foldedSql(Prisma.sql`member.name`)
  const begins = foldedSql(Prisma.sql`${words}::text`)
  return db.$queryRaw<PersonCard[]>`
    SELECT member.id, member.name, member."photoKey"
    FROM "Member" member
    JOIN "Community" community ON community.id = ${communityId}::uuid
    LEFT JOIN "Membership" membership ON membership."communityId" = community.id AND membership."memberId" = member.id
    WHERE member."deactivatedAt" IS NULL AND (community.visibility = 'open' OR membership."memberId" IS NOT NULL)
      AND (starts_with(${folded}, ${begins}) OR strpos(${folded}, ' ' || ${begins}) > 0)
    ORDER BY membership."memberId" IS NULL, NOT starts_with(${folded}, ${begins}), member.name, member.id
    LIMIT ${MOST}`
}
