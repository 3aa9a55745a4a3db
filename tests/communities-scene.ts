import { addMember } from '#communities/memberships/add-member.server.ts'
import { createCommunity } from '#communities/memberships/create-community.server.ts'
import { inviteMember } from '#communities/memberships/invite-member.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { type Community, db, type Visibility } from '#platform/db.server.ts'
import { makePerson } from '#tests/rooms-scene.ts'

/** People with an account, in the order of their names. */
export function makePeople<Names extends string[]>(...names: Names): Promise<{ [Index in keyof Names]: Viewer }> {
  return Promise.all(names.map((name) => makePerson(name))) as Promise<{ [Index in keyof Names]: Viewer }>
}

/** A community of this owner, with these plain members. */
export function foundScene(owner: Viewer, visibility: Visibility, members: Record<string, Viewer> = {}): Promise<Community> {
  return db.$transaction(async (tx) => {
    const community = await createCommunity(owner, { name: 'Design', visibility, startingPoint: 'team' }, tx)
    for (const { id } of Object.values(members)) await addMember(tx, { communityId: community.id, memberId: id, role: 'member' })
    return community
  })
}

export const invite = (by: Viewer, communityId: string, whom: Viewer) => inviteMember(by, communityId, { memberId: whom.id })
