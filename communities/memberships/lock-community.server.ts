import type { Tx } from '#platform/db.server.ts'

/**
 * Makes changes to one community wait for each other until the transaction ends: what is read after it stays true, so that two
 * owners who leave at once do not leave it without any. Posting and talking go on meanwhile.
 */
export async function lockCommunity(tx: Tx, communityId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Community" WHERE id = ${communityId}::uuid FOR NO KEY UPDATE`
}
