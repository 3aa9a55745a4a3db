import { findStanding, may } from '#communities/memberships/permissions.server.ts'
import { tellMembers } from '#communities/memberships/tell-members.server.ts'
import { db } from '#platform/db.server.ts'
import { onDomainEvent } from '#platform/events.server.ts'
import { addToChannel, removeFromChannel } from '#platform/realtime.server.ts'
import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { stopForbidden } from '#rooms/recordings/control/stop-forbidden.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { expelMember } from './expel-member.server.ts'
import { listWatchers, unwatchCommunity } from './watch-closely.server.ts'

/**
 * Makes presence follow what happens in communities. Of what a reaction misses (its process died, say), the sweep makes good who is in
 * rooms and what runs there; a socket may hear on until it connects again, when it is asked anew. The answer stops it.
 */
export function reactToMemberships(): () => void {
  const stops = [
    onDomainEvent('membership.began', async ({ memberId, communityId }) => {
      addToChannel(`member:${memberId}`, `community:${communityId}`)
      tellMembers(communityId, memberId)
      // One that ended meanwhile, in another process, was taken from the channel before it was given.
      const membership = await db.membership.findUnique({ where: { communityId_memberId: { communityId, memberId } } })
      if (!membership) removeFromChannel(`member:${memberId}`, `community:${communityId}`)
    }),
    onDomainEvent('membership.ended', async ({ memberId, communityId }) => {
      removeFromChannel(`member:${memberId}`, `community:${communityId}`)
      tellMembers(communityId, memberId)
      await expelMember(memberId, communityId)
    }),
    onDomainEvent('community.archived', ({ communityId }) => endSessions(communityId)),
    onDomainEvent('community.visibilityChanged', ({ communityId }) => dismissWatchers(communityId)),
    onDomainEvent('community.recordingForbidden', ({ communityId }) => stopForbidden(communityId)),
    onDomainEvent('member.deactivated', ({ memberId }) => putOutEverywhere(memberId)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function endSessions(communityId: string): Promise<void> {
  const open = await db.session.findMany({ where: { communityId, endedAt: null }, select: { id: true } })
  for (const { id } of open) await endSession(id, 'now')
}

async function dismissWatchers(communityId: string): Promise<void> {
  const watchers = await listWatchers(communityId)
  const members = await db.member.findMany({ where: { id: { in: watchers } }, select: { id: true, role: true } })
  for (const member of members) {
    const found = await findStanding(member, { id: communityId })
    if (!found || !may(found.standing, 'room.see')) {
      removeFromChannel(`member:${member.id}`, `community:${communityId}`)
      await unwatchCommunity(member.id, communityId)
    }
  }
}

async function putOutEverywhere(memberId: string): Promise<void> {
  // Not by who is seen to be in: somebody may be in LiveKit's room of whom it has not told yet.
  const may = { community: { memberships: { some: { memberId } } } }
  const were = { OR: [{ visits: { some: { memberId } } }, { signalling: { some: { memberId } } }] }
  const sessions = await db.session.findMany({ where: { endedAt: null, OR: [may, were] }, select: { id: true } })
  for (const { id } of sessions) await removeParticipant(id, memberId)
}
