import { publish } from '#platform/realtime.server.ts'
import { membersChanged, membershipChanged } from './events/contract.ts'

/** Tells who is on a community's pages to look again, and the person whose place in it changed. Call it after the commit. */
export function tellMembers(communityId: string, memberId: string): void {
  publish(`community:${communityId}`, membersChanged, { communityId })
  publish(`member:${memberId}`, membershipChanged, { communityId })
}
