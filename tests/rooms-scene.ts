import { randomUUID } from 'node:crypto'
import type { Viewer } from '#communities/people/contract.ts'
import { type CommunityRole, db, type Visibility } from '#platform/db.server.ts'

/** Makes a person with an account, as a viewer. */
export async function makePerson(name: string, memberId: string = randomUUID()): Promise<Viewer> {
  const member = await db.member.create({
    data: {
      id: memberId,
      email: `${name.toLowerCase()}-${randomUUID()}@demo.palier`,
      name,
      passwordHash: 'no password signs in with this',
      language: 'en',
      timeZone: 'Europe/Paris',
    },
  })
  const { id, photoKey, email, role, language, timeZone } = member
  return { id, name, photoKey, email, role, language: language ?? 'en', chosenLanguage: language, timeZone, signInId: randomUUID() }
}

/** Makes a community with these members (the first is its owner) and one room. */
export async function makeRoom(members: Viewer[], visibility: Visibility = 'closed') {
  const roleOf = (position: number): CommunityRole => (position === 0 ? 'owner' : 'member')
  const community = await db.community.create({
    data: {
      slug: `design-${randomUUID()}`,
      name: 'Design',
      visibility,
      startingPoint: 'team',
      memberCount: members.length,
      memberships: { create: members.map(({ id }, position) => ({ memberId: id, role: roleOf(position) })) },
    },
  })
  const room = await db.room.create({ data: { communityId: community.id, slug: 'main', name: 'Main', position: 0 } })
  return { community, room }
}
