import type { Asker } from '#communities/memberships/permissions.server.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { MissedView, Trace } from '#rooms/follow-ups/contract.ts'
import { sessionKey } from './draft-follow-up.server.ts'

const MENTIONS_MAX = 20

/**
 * What a session holds for a reader who missed it and has not caught up yet: where they are named, and what was answered to what they
 * had left. Null for everybody else. The caller has made sure that the viewer may read the session.
 */
export async function findMissedView(viewer: Asker, sessionId: string, trace: Trace | null): Promise<MissedView | null> {
  const item = await db.inboxItem.findUnique({
    where: { memberId_key: { memberId: viewer.id, key: sessionKey(sessionId) } },
    select: { kind: true, doneAt: true },
  })
  if (item?.kind !== 'sessionMissed' || item.doneAt) return null
  const named = { deletedAt: null, html: { contains: `data-member="${viewer.id}"` } }
  const select = { id: true, html: true, createdAt: true, author: { select: personCardSelect } } as const
  const oldest = { orderBy: { createdAt: 'asc' }, take: MENTIONS_MAX } as const
  const [lines, replies, remarks, actions, recordings] = await Promise.all([
    db.chatLine.findMany({ where: { sessionId, ...named }, ...oldest, select }),
    db.reply.findMany({ where: { thread: { sessionId, deletedAt: null }, ...named }, ...oldest, select }),
    db.agendaRemark.findMany({
      where: { authorId: viewer.id, answeredAt: { not: null }, itemId: { in: trace?.agenda.map(({ itemId }) => itemId) ?? [] } },
      orderBy: { createdAt: 'asc' },
      select: { id: true, html: true, answerHtml: true, answeredBy: { select: personCardSelect }, item: { select: { title: true } } },
    }),
    db.action.findMany({
      where: { sessionId, assigneeId: viewer.id, deletedAt: null },
      orderBy: { createdAt: 'asc' },
      select: { id: true, text: true, doneAt: true },
    }),
    db.recording.findMany({
      where: { sessionId, playableAt: { not: null }, state: { not: 'deleted' } },
      orderBy: { requestedAt: 'asc' },
      select: { id: true, durationMs: true, watches: { where: { memberId: viewer.id }, select: { positionMs: true, finishedAt: true } } },
    }),
  ])
  const toMention = (kind: 'chat' | 'reply') => (found: (typeof lines)[number]) => ({
    kind,
    id: found.id,
    by: found.author,
    html: found.html,
    at: found.createdAt,
  })
  return {
    mentions: [...lines.map(toMention('chat')), ...replies.map(toMention('reply'))],
    actions: actions.map(({ id, text, doneAt }) => ({ id, text, done: doneAt !== null })),
    recordings: recordings.map(({ id, durationMs, watches: [place] }) => ({
      ...{ id, durationMs, positionMs: place?.positionMs ?? 0 },
      finished: (place?.finishedAt ?? null) !== null,
    })),
    answers: remarks.map(({ id, item, html, answerHtml, answeredBy }) => ({
      remarkId: id,
      title: item.title,
      html,
      answerHtml: answerHtml ?? '',
      by: answeredBy,
    })),
  }
}
