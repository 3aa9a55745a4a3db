import type { Db } from '#platform/db.server.ts'

/** The ids of those who let people into a community. */
export async function listApprovers(client: Db, communityId: string): Promise<string[]> {
  const found = await client.membership.findMany({
    where: { communityId, role: { in: ['owner', 'moderator'] } },
    select: { memberId: true },
  })
  return found.map(({ memberId }) => memberId)
}
