import type { Prisma, Tx } from '#platform/db.server.ts'
import { attachAgenda } from '#rooms/agenda/attach-agenda.server.ts'
import { closeSpans } from '#rooms/agenda/close-agenda.server.ts'
import { tellRoomAlerts } from '#rooms/alerts/tell-room-alerts.server.ts'
import { redraftFollowUp } from '#rooms/follow-ups/redraft-follow-up.server.ts'
import { beginAutomatic } from '#rooms/recordings/control/begin-automatic.server.ts'
import { type FoldedVisit, foldVisits, sumVisits } from './fold-visits.server.ts'
import { type KnownConnection, mergeFact, type PresenceFact } from './merge-fact.server.ts'

/** A session as the lock on its row found it. */
export interface LockedSession {
  id: string
  roomId: string
  communityId: string
  openedAt: Date
  endedAt: Date | null
  emptySince: Date | null
  expectedUntil: Date | null
  personCount: number
  peakCount: number
}

/** What facts changed, for whoever tells the browsers after the transaction. */
export interface RecordedFacts {
  session: LockedSession
  rosterChanged: boolean
  /** The session's thread, where the first person's coming just made it, and gave the session the agenda that waited for it. */
  newThreadId: string | null
  /** Who has "somebody is in" in their inbox now. */
  alertedIds: string[]
}

/** Takes the lock under which a session's facts and its end are written, one transaction after the other. Null: no such session. */
export async function lockSession(tx: Tx, sessionId: string): Promise<LockedSession | null> {
  const [session] = await tx.$queryRaw<LockedSession[]>`
    SELECT id, "roomId", "communityId", "openedAt", "endedAt", "emptySince", "expectedUntil", "personCount", "peakCount"
    FROM "Session" WHERE id = ${sessionId}::uuid FOR UPDATE`
  return session ?? null
}

/**
 * Adds facts to a session, and writes what follows from all its facts: visits, sums, the live card's thread, the roster's `rev`, a
 * recording where the community records by itself.
 *
 * Call it in a transaction, with the session locked. The same facts again change nothing. Facts that come after the end
 * make the visits more exact; who then still seems to be in went out with the session.
 */
export async function recordFacts(tx: Tx, session: LockedSession, facts: readonly PresenceFact[]): Promise<RecordedFacts> {
  const nothing: RecordedFacts = { session, rosterChanged: false, newThreadId: null, alertedIds: [] }
  const known = await tx.connection.findMany({ where: { sessionId: session.id }, omit: { sessionId: true } })
  const connections = new Map<string, KnownConnection>(known.map((connection) => [connection.sid, connection]))
  const changed = new Map<string, KnownConnection>()
  for (const fact of facts) {
    const before = connections.get(fact.sid) ?? null
    let after = mergeFact(before, fact)
    if (session.endedAt && !after.leftAt) {
      const endedAt = after.joinedAt && after.joinedAt > session.endedAt ? after.joinedAt : session.endedAt
      after = { ...after, leftAt: endedAt, leftInferred: true }
    }
    if (before && isSame(before, after)) continue
    connections.set(fact.sid, after)
    changed.set(fact.sid, after)
  }
  if (changed.size === 0) return nothing
  for (const { sid, ...data } of changed.values()) {
    await tx.connection.upsert({ where: { sid }, create: { sid, sessionId: session.id, ...data }, update: data })
  }

  const visits = foldVisits([...connections.values()])
  const rosterChanged = (await writeVisits(tx, session.id, visits)) && !session.endedAt
  const sums = sumVisits(visits)
  const after = {
    openedAt: sums.firstJoinedAt ?? session.openedAt,
    emptySince: sums.someoneIn ? null : (sums.lastLeftAt ?? session.emptySince),
    endedAt: session.endedAt && (sums.lastLeftAt ?? session.endedAt),
    personCount: sums.personCount,
    peakCount: sums.peakCount,
  }
  await tx.session.update({ where: { id: session.id }, data: after })
  const newThreadId = sums.personCount > 0 && !session.endedAt ? await addThread(tx, session) : null
  if (newThreadId) await attachAgenda(tx, session)
  if (after.endedAt) {
    await closeSpans(tx, session.id, after.endedAt)
    await redraftFollowUp(tx, session.id)
  }
  if (rosterChanged) await tx.room.update({ where: { id: session.roomId }, data: { rosterRev: { increment: 1 } } })
  if (rosterChanged) await beginAutomatic(tx, session, visits, new Date())
  const alertedIds = rosterChanged ? await tellRoomAlerts(tx, session, visits) : []
  return { session: { ...session, ...after }, rosterChanged, newThreadId, alertedIds }
}

function isSame(a: KnownConnection, b: KnownConnection): boolean {
  return a.joinedAt?.getTime() === b.joinedAt?.getTime() && a.leftAt?.getTime() === b.leftAt?.getTime() && a.leftInferred === b.leftInferred
}

/** Makes the session's visits these; answers whether any was different. */
async function writeVisits(tx: Tx, sessionId: string, visits: readonly FoldedVisit[]): Promise<boolean> {
  const key = (visit: FoldedVisit) => `${visit.memberId} ${visit.joinedAt.getTime()} ${visit.leftAt?.getTime() ?? ''}`
  const written = await tx.visit.findMany({ where: { sessionId }, omit: { sessionId: true } })
  const wanted = new Set(visits.map(key))
  const there = new Set(written.map(key))
  const gone = written.filter((visit) => !wanted.has(key(visit)))
  const added = visits.filter((visit) => !there.has(key(visit)))
  if (gone.length > 0) {
    const keys = gone.map(({ memberId, joinedAt }) => ({ memberId, joinedAt }))
    await tx.visit.deleteMany({ where: { sessionId, OR: keys } })
  }
  if (added.length > 0) await tx.visit.createMany({ data: added.map((visit) => ({ sessionId, ...visit })) })
  return gone.length > 0 || added.length > 0
}

/** Makes the live card of the session, once; null where it was made before, even if somebody removed it since. */
async function addThread(tx: Tx, session: LockedSession): Promise<string | null> {
  const [thread] = await tx.thread.createManyAndReturn({
    data: [{ kind: 'session', communityId: session.communityId, sessionId: session.id }],
    skipDuplicates: true,
    select: { id: true },
  })
  return thread?.id ?? null
}

/** Of these ids, those of people with an account: LiveKit may know others. */
export async function findMemberIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.member.findMany({
    where: { id: { in: [...new Set(ids)] } } satisfies Prisma.MemberWhereInput,
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}
