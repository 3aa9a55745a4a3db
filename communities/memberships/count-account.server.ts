import type { Tx } from '#platform/db.server.ts'

/**
 * Counts somebody into all their communities when their account is opened again (1), or out of them when it is closed (-1). The caller
 * sees to it that it happens once. Communities are taken in the order of their ids, as by everybody who takes several.
 */
export async function countAccount(tx: Tx, memberId: string, by: 1 | -1): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Community" SET "memberCount" = "memberCount" + ${by} WHERE id IN (
      SELECT community.id FROM "Community" community JOIN "Membership" membership ON membership."communityId" = community.id
      WHERE membership."memberId" = ${memberId}::uuid ORDER BY community.id FOR NO KEY UPDATE OF community)`
}
