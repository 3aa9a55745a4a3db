import { notify } from '#communities/inbox/notify.server.ts'
import { renderPlain } from '#communities/mentions/render-with-mentions.server.ts'
import type { Prisma, Tx } from '#platform/db.server.ts'
import type { ClosedAgenda } from '#rooms/agenda/close-agenda.server.ts'
import { FOLLOW_UP_MAX, type Trace } from '#rooms/follow-ups/contract.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { findMissed } from './find-missed.server.ts'
import { gatherTrace } from './gather-trace.server.ts'
import { planReminder, tellDue } from './remind-of-follow-up.server.ts'

interface EndedSession {
  id: string
  roomId: string
  communityId: string
}

/** Names the matter "this session was": one item, for whoever missed it and for whoever hears that its follow-up is out. */
export const sessionKey = (sessionId: string) => `session:${sessionId}`

/**
 * Writes the draft of a session's follow-up, in the transaction that ends the session, where its thread stays: what people wrote in
 * the notes, and the trace. Its owner finds it in their inbox, with one reminder to come; so do those who missed the session.
 *
 * @returns whose inboxes changed, for `publishInbox` after the commit
 */
export async function draftFollowUp(tx: Tx, session: EndedSession, threadId: string, agenda: ClosedAgenda, now: Date): Promise<string[]> {
  const trace = await gatherTrace(tx, session.id, { closed: agenda })
  const { topic, openedById, notes } = await tx.session.findUniqueOrThrow({
    where: { id: session.id },
    select: { topic: true, openedById: true, notes: { select: { markdown: true } } },
  })
  const ownerId = await findOwner(tx, session.communityId, openedById, trace)
  const markdown = (notes?.markdown ?? '').slice(0, FOLLOW_UP_MAX)
  await tx.followUp.create({
    data: {
      sessionId: session.id,
      ownerId,
      title: topic,
      markdown,
      html: await renderPlain(markdown),
      trace: trace satisfies Prisma.InputJsonObject,
      createdAt: now,
    },
    select: { sessionId: true },
  })
  await writeSessionText(tx, session.id)
  const places = { sessionId: session.id, roomId: session.roomId, communityId: session.communityId, threadId }
  const told: string[] = []
  if (ownerId) {
    await planReminder(tx, session.id, ownerId, now)
    told.push(...(await tellDue(tx, { ...places, ownerId }, now)))
  }
  const missed = await findMissed(tx, session, trace)
  const notices = missed.map((memberId) => ({
    ...places,
    memberId,
    kind: 'sessionMissed' as const,
    key: sessionKey(session.id),
    excerpt: topic,
  }))
  told.push(...(await notify(tx, notices, now)))
  return told
}

/** Who opened the session, if they were in; else who was in longest. Only who still is a member can write it. */
async function findOwner(tx: Tx, communityId: string, openedById: string | null, { people }: Trace): Promise<string | null> {
  const members = await tx.membership.findMany({
    where: { communityId, memberId: { in: people.map(({ id }) => id) }, member: { deactivatedAt: null } },
    select: { memberId: true },
  })
  const may = new Set(members.map(({ memberId }) => memberId))
  if (openedById && may.has(openedById)) return openedById
  const [longest] = people.filter(({ id }) => may.has(id)).sort((a, b) => b.presentMs - a.presentMs)
  return longest?.id ?? null
}
