import { notify } from '#communities/inbox/notify.server.ts'
import type { Tx } from '#platform/db.server.ts'
import { findHeir } from './find-heir.server.ts'
import { lockCommunity } from './lock-community.server.ts'
import { tellWaiting } from './tell-waiting.server.ts'

export interface HandedOver {
  /** The heirs, by community. */
  heirs: { communityId: string; memberId: string }[]
  /** Where nobody with an open account was left. */
  archived: string[]
  /** Whose inboxes changed, for `publishInbox` after the commit. */
  told: string[]
}

/**
 * Gives the communities that only this person owned a new owner, when their account is closed: the moderator who has been in for
 * longest, else the member; where nobody is left, the community goes to the archive. Their own role stays, for an account
 * that is opened again. Heirs find it in their inbox, with those who ask to join. The caller has closed the account, in the same transaction.
 */
export async function handOverCommunities(tx: Tx, ownerId: string, now: Date): Promise<HandedOver> {
  const owned = await tx.membership.findMany({
    where: { memberId: ownerId, role: 'owner', community: { archivedAt: null } },
    orderBy: { communityId: 'asc' },
    select: { communityId: true },
  })
  const handedOver: HandedOver = { heirs: [], archived: [], told: [] }
  for (const { communityId } of owned) {
    await lockCommunity(tx, communityId)
    if ((await tx.membership.count({ where: { communityId, role: 'owner', member: { deactivatedAt: null } } })) > 0) continue
    const heir = await findHeir(tx, communityId)
    if (heir) {
      await tx.membership.update({ where: { communityId_memberId: { communityId, memberId: heir.memberId } }, data: { role: 'owner' } })
      handedOver.heirs.push({ communityId, memberId: heir.memberId })
      const ownership = {
        memberId: heir.memberId,
        communityId,
        kind: 'ownership',
        key: `ownership:${communityId}`,
        actorId: ownerId,
      } as const
      handedOver.told.push(...(await notify(tx, [ownership], now)))
      if (heir.role === 'member') handedOver.told.push(...(await tellWaiting(tx, communityId, heir.memberId)))
    } else {
      await tx.community.update({ where: { id: communityId }, data: { archivedAt: now }, select: { id: true } })
      handedOver.archived.push(communityId)
    }
  }
  return handedOver
}
