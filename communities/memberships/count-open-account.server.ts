import type { Tx } from '#platform/db.server.ts'

/** What somebody adds to the `memberCount` of a community: 1, or 0 while their account is closed, as lists leave them out. */
export async function countOpenAccount(tx: Tx, memberId: string): Promise<number> {
  return tx.member.count({ where: { id: memberId, deactivatedAt: null } })
}
