import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { publishInboxesWith } from '#communities/inbox/publish-inboxes-with.server.ts'
import { countAccount } from '#communities/memberships/count-account.server.ts'
import { handOverCommunities } from '#communities/memberships/hand-over-communities.server.ts'
import { tellMembers } from '#communities/memberships/tell-members.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import type { Viewer } from './contract.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { requireWorkspaceAdmin } from './require-workspace-admin.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({
  memberId: z.uuid('input.invalid'),
  change: z.enum(['makeAdmin', 'makeMember', 'close', 'reopen'], { error: 'input.invalid' }),
})

/**
 * Makes somebody an admin or a member again, closes their account (they are signed out and put out of rooms; what they wrote
 * stays; communities count them no more, and those that only they owned get another owner) or reopens it. Of two admins who take it from each other at once, one stays: there is always an admin.
 *
 * @throws InvalidInput; DomainError `workspace.forbidden`, `member.notFound`, `workspace.lastAdmin`
 */
export async function manageAccount(viewer: Viewer, raw: unknown, now = new Date()): Promise<void> {
  requireWorkspaceAdmin(viewer)
  const { memberId, change } = parseInput(input, raw)
  const { revoked, heirs, archived, told } = await db.$transaction(async (tx) => {
    // One change of admins at a time: the workspace's row is their lock.
    await tx.$queryRaw`SELECT id FROM "Workspace" WHERE id = 1 FOR UPDATE`
    const data = {
      makeAdmin: { role: 'admin' as const },
      makeMember: { role: 'member' as const },
      close: { deactivatedAt: now },
      reopen: { deactivatedAt: null },
    }[change]
    const before = await tx.member.findUnique({ where: { id: memberId }, select: { deactivatedAt: true } })
    if (!before) throw new DomainError('member.notFound')
    await tx.member.update({ where: { id: memberId }, data, select: { id: true } })
    const wasOpen = before.deactivatedAt === null
    if (change === 'close' && wasOpen) await countAccount(tx, memberId, -1)
    if (change === 'reopen' && !wasOpen) await countAccount(tx, memberId, 1)
    if ((await tx.member.count({ where: { role: 'admin', deactivatedAt: null } })) === 0) throw new DomainError('workspace.lastAdmin')
    if (change !== 'close') return { revoked: [], heirs: [], archived: [], told: [] }
    return { revoked: await revokeSignIns(tx, { memberId }, now), ...(await handOverCommunities(tx, memberId, now)) }
  })
  disconnectSignIns(revoked)
  // What a closed account asks for waits for nobody's decision, until the account is open again.
  if (change === 'close' || change === 'reopen') await publishInboxesWith({ kind: 'joinRequest', joinRequest: { memberId } })
  if (change !== 'close') return
  await emitDomainEvent('member.deactivated', { memberId })
  for (const heir of heirs) tellMembers(heir.communityId, heir.memberId)
  await publishInbox(told)
  for (const communityId of archived) await emitDomainEvent('community.archived', { communityId })
}
