import { listActionsOf } from '#communities/actions/list-actions-of.server.ts'
import type { Standing } from '#communities/memberships/contract.ts'
import { may } from '#communities/memberships/permissions.server.ts'
import type { PersonCard, Viewer } from '#communities/people/contract.ts'
import { personCardSelect } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { Moment, ReactionCount, ReplyItem, ThreadItem } from './contract.ts'
import { REPLIES_IN_FEED } from './fields.server.ts'

type Reader = Pick<Viewer, 'id' | 'role'>

interface ReplyRow {
  id: string
  threadId: string
  authorId: string | null
  authorName: string | null
  authorPhotoKey: string | null
  html: string
  markdown: string
  createdAt: Date
  editedAt: Date | null
  actionId: string | null
  actionText: string | null
  recordingId: string | null
  momentMs: number | null
}

/**
 * The threads of these ids as a feed shows them, in the order of the ids: four queries, however many threads.
 * The caller has made sure that the viewer may read them.
 */
export async function listThreadItems(viewer: Reader, ids: string[], repliesShown: number = REPLIES_IN_FEED): Promise<ThreadItem[]> {
  if (ids.length === 0) return []
  const [threads, actions, { replies, reactions }] = await Promise.all([
    db.thread.findMany({
      where: { id: { in: ids }, deletedAt: null },
      include: {
        author: { select: personCardSelect },
        community: { include: { memberships: { where: { memberId: viewer.id }, select: { role: true } } } },
      },
    }),
    listActionsOf(ids),
    readNewestReplies(ids, repliesShown).then(async (shown) => ({
      replies: shown,
      reactions: await readReactions(viewer.id, ids, shown),
    })),
  ])
  const byId = new Map(threads.map((thread) => [thread.id, thread]))
  return ids.flatMap((id) => {
    const thread = byId.get(id)
    if (!thread) return []
    const { community } = thread
    const standing: Standing = {
      visibility: community.visibility,
      archived: community.archivedAt !== null,
      whoPosts: community.whoPosts,
      role: community.memberships[0]?.role ?? null,
      invited: false,
      workspaceAdmin: viewer.role === 'admin',
    }
    const mine = thread.authorId === viewer.id
    const mayReply = may(standing, 'thread.reply')
    const mayModerate = may(standing, 'thread.moderate')
    return {
      id,
      kind: thread.kind,
      community: { id: community.id, slug: community.slug, name: community.name },
      author: thread.author,
      sessionId: thread.sessionId,
      html: thread.html,
      markdown: mine ? thread.markdown : null,
      createdAt: thread.createdAt.toISOString(),
      editedAt: thread.editedAt?.toISOString() ?? null,
      lastActivityAt: thread.lastActivityAt.toISOString(),
      replyCount: thread.replyCount,
      reactions: reactions.get(id) ?? [],
      replies: replies
        .filter((reply) => reply.threadId === id)
        .map((reply) => toReplyItem(reply, viewer, { mayReply, mayModerate }, reactions)),
      actions: actions.filter(({ threadId }) => threadId === id),
      moment: momentOf(thread),
      mayReply,
      mayReact: may(standing, 'thread.react'),
      mayEditActions: may(standing, 'action.edit'),
      mayEdit: mine && mayReply && thread.kind !== 'session',
      mayDelete: thread.kind !== 'session' && ((mine && mayReply) || mayModerate),
    }
  })
}

function toReplyItem(
  row: ReplyRow,
  viewer: Reader,
  rights: { mayReply: boolean; mayModerate: boolean },
  reactions: Map<string, ReactionCount[]>,
): ReplyItem {
  const mine = row.authorId === viewer.id && row.actionId === null
  const author: PersonCard | null = row.authorId ? { id: row.authorId, name: row.authorName ?? '', photoKey: row.authorPhotoKey } : null
  return {
    id: row.id,
    author,
    html: row.html,
    markdown: mine ? row.markdown : null,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    reactions: reactions.get(row.id) ?? [],
    action: row.actionId ? { id: row.actionId, text: row.actionText ?? '' } : null,
    moment: momentOf(row),
    mayEdit: mine && rights.mayReply,
    mayDelete: row.actionId === null && ((mine && rights.mayReply) || rights.mayModerate),
  }
}

function momentOf({ recordingId, momentMs }: { recordingId: string | null; momentMs: number | null }): Moment | null {
  return recordingId !== null && momentMs !== null ? { recordingId, momentMs } : null
}

function readNewestReplies(threadIds: string[], most: number): Promise<ReplyRow[]> {
  return db.$queryRaw<ReplyRow[]>`
    SELECT r.*, m.name AS "authorName", m."photoKey" AS "authorPhotoKey", a.text AS "actionText"
    FROM unnest(${threadIds}::uuid[]) AS wanted(id)
    CROSS JOIN LATERAL (
      SELECT id, "threadId", "authorId", html, markdown, "createdAt", "editedAt", "actionId", "recordingId", "momentMs" FROM "Reply"
      WHERE "threadId" = wanted.id AND "deletedAt" IS NULL
      ORDER BY "createdAt" DESC, id DESC LIMIT ${most}
    ) r
    LEFT JOIN "Member" m ON m.id = r."authorId"
    LEFT JOIN "Action" a ON a.id = r."actionId"
    ORDER BY r."createdAt", r.id`
}

/** Reactions to these posts and to these replies, by the id of what they are on, oldest emoji first. */
async function readReactions(viewerId: string, threadIds: string[], replies: ReplyRow[]): Promise<Map<string, ReactionCount[]>> {
  const replyIds = replies.map((reply) => reply.id)
  const rows = await db.$queryRaw<{ onId: string; emoji: string; count: number; mine: boolean }[]>`
    SELECT "onId", emoji, count(*)::int AS count, bool_or("memberId" = ${viewerId}::uuid) AS mine
    FROM (
      SELECT "threadId" AS "onId", emoji, "memberId", "createdAt" FROM "Reaction"
      WHERE "replyId" IS NULL AND "threadId" = ANY(${threadIds}::uuid[])
      UNION ALL
      SELECT "replyId", emoji, "memberId", "createdAt" FROM "Reaction" WHERE "replyId" = ANY(${replyIds}::uuid[])
    ) reaction
    GROUP BY 1, 2 ORDER BY min("createdAt"), 2`
  const byTarget = new Map<string, ReactionCount[]>()
  for (const { onId, ...reaction } of rows) byTarget.set(onId, [...(byTarget.get(onId) ?? []), reaction])
  return byTarget
}
