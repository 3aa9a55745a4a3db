import { randomUUID } from 'node:crypto'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { endSession } from '#rooms/sessions/end-session.server.ts'
import { makeRoom } from '#tests/rooms-scene.ts'

/** Of the demo company's people, those who are in the community. */
export type Company = Record<'ana' | 'ben' | 'chloe' | 'dan', Viewer>

/** A Tuesday morning. */
export const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute))

/** A session of Ana, who opened it, and Ben, who stayed longer; of a community in which everybody is but Emma. */
export async function meet({ ana, ben, chloe, dan }: Company, { more = {} }: { more?: object } = {}) {
  const { room, community } = await makeRoom([ana, ben, chloe, dan])
  const session = await db.session.create({
    data: {
      roomId: room.id,
      communityId: community.id,
      openedById: ana.id,
      topic: 'Chairs',
      openedAt: at(0),
      emptySince: at(30),
      personCount: 2,
      peakCount: 2,
      thread: { create: { kind: 'session', communityId: community.id } },
      connections: {
        create: [
          { sid: `PA_${randomUUID()}`, memberId: ana.id, joinedAt: at(0), leftAt: at(20), leftInferred: true },
          { sid: `PA_${randomUUID()}`, memberId: ben.id, joinedAt: at(2), leftAt: at(30) },
        ],
      },
      visits: {
        create: [
          { memberId: ana.id, joinedAt: at(0), leftAt: at(20) },
          { memberId: ben.id, joinedAt: at(2), leftAt: at(30) },
        ],
      },
      notes: { create: { state: new Uint8Array(), markdown: '# Decided\n\nOak.' } },
      ...more,
    },
    include: { thread: true },
  })
  return { room, community, session, sessionId: session.id, threadId: session.thread?.id ?? '' }
}

/** As `meet`, over at 9:31. */
export async function haveMet(company: Company, more: object = {}) {
  const met = await meet(company, { more })
  await endSession(met.sessionId, 'whenDue', at(31))
  return met
}

export const followUpOf = (sessionId: string) => db.followUp.findUniqueOrThrow({ where: { sessionId } })
export const inboxOf = (member: Viewer) =>
  db.inboxItem.findMany({
    where: { memberId: member.id },
    orderBy: { key: 'asc' },
    select: { kind: true, key: true, readAt: true, doneAt: true, count: true, excerpt: true },
  })
export const kindsOf = async (member: Viewer) => (await inboxOf(member)).filter(({ doneAt }) => !doneAt).map(({ kind }) => kind)
