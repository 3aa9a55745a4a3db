import { personCardSelect } from '#communities/people/contract.ts'
import type { Tx } from '#platform/db.server.ts'
import type { ClosedAgenda, ClosedItem } from '#rooms/agenda/close-agenda.server.ts'
import { endSpans } from '#rooms/agenda/step-now.server.ts'
import type { Trace } from '#rooms/follow-ups/contract.ts'
import { type AgendaFact, type ChatFact, composeTrace } from './compose-trace.server.ts'

/** Of a long chat, so many lines with links are looked at. */
const LINES_WITH_LINKS_MAX = 200
const LOVED_LINES_MAX = 20

/** An agenda that the end of the session has closed, or that a trace has kept since. */
type KnownAgenda = { closed: ClosedAgenda } | { kept: Trace['agenda'] }

/** Reads what a session that is over comes to. Call it in the transaction of its end, or of facts that came later. */
export async function gatherTrace(tx: Tx, sessionId: string, known: KnownAgenda): Promise<Trace> {
  const session = await tx.session.findUniqueOrThrow({
    where: { id: sessionId },
    select: {
      openedAt: true,
      endedAt: true,
      visits: { select: { joinedAt: true, leftAt: true, member: { select: personCardSelect } } },
      recordings: { where: { state: { not: 'deleted' } }, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }], select: { id: true } },
      absences: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { member: { select: personCardSelect } } },
    },
  })
  const { openedAt, visits, absences, recordings } = session
  return composeTrace({
    openedAt,
    endedAt: session.endedAt ?? openedAt,
    visits: visits.map(({ member, ...visit }) => ({ person: member, ...visit })),
    absent: absences.map(({ member }) => member),
    agenda: await readAgenda(tx, known, session.endedAt),
    chat: await readChat(tx, sessionId),
    recordings: recordings.map(({ id }) => ({ recordingId: id })),
  })
}

async function readAgenda(tx: Tx, known: KnownAgenda, endedAt: Date | null): Promise<AgendaFact[]> {
  const ids = 'closed' in known ? [...known.closed.reached, ...known.closed.notReached] : known.kept
  const rows = await tx.agendaItem.findMany({
    where: { id: { in: ids.map(({ itemId }) => itemId) } },
    select: { id: true, createdBy: { select: personCardSelect } },
  })
  const createdBy = new Map(rows.map((row) => [row.id, row.createdBy]))
  if ('kept' in known) {
    return known.kept.map((line) => {
      const spans = line.spans.map(({ startedAt, endedAt: until }) => ({
        itemId: line.itemId,
        startedAt: new Date(startedAt),
        endedAt: new Date(until),
      }))
      return { ...line, createdBy: createdBy.get(line.itemId) ?? null, spans: endedAt ? endSpans(spans, endedAt) : spans }
    })
  }
  const toFact = (reached: boolean) => (item: ClosedItem) => ({
    itemId: item.itemId,
    title: item.title,
    owner: item.owner,
    createdBy: createdBy.get(item.itemId) ?? null,
    minutes: item.minutes,
    threadId: item.threadId,
    reached,
    spans: item.spans,
  })
  return [...known.closed.reached.map(toFact(true)), ...known.closed.notReached.map(toFact(false))]
}

/** The lines that may be told of: those with links, and those with the most reactions; in the order of the chat. */
async function readChat(tx: Tx, sessionId: string): Promise<ChatFact[]> {
  const select = {
    id: true,
    position: true,
    html: true,
    author: { select: personCardSelect },
    reactions: { orderBy: { createdAt: 'asc' }, select: { emoji: true } },
  } as const
  const where = { sessionId, deletedAt: null }
  const withLinks = await tx.chatLine.findMany({
    where: { ...where, html: { contains: '<a ' } },
    orderBy: { position: 'asc' },
    take: LINES_WITH_LINKS_MAX,
    select,
  })
  const loved = await tx.chatLine.findMany({
    where: { ...where, reactionCount: { gt: 0 } },
    orderBy: [{ reactionCount: 'desc' }, { position: 'asc' }],
    take: LOVED_LINES_MAX,
    select,
  })
  const lines = new Map([...withLinks, ...loved].map((line) => [line.id, line]))
  return [...lines.values()]
    .sort((a, b) => a.position - b.position)
    .map(({ id, author, html, reactions }) => {
      const counts = new Map<string, number>()
      for (const { emoji } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
      return { lineId: id, by: author, html, reactions: [...counts].map(([emoji, count]) => ({ emoji, count })) }
    })
}
