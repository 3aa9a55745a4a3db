import type { ActionItem } from '#communities/actions/contract.ts'
import type { StandingRow } from '#communities/memberships/permissions.server.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import { instantSql, Prisma, readRows } from '#platform/db.server.ts'
import type { ReactionCount, ThreadItem } from './contract.ts'

/** A reply as it is read: instants are ISO 8601 in UTC. */
export interface ReplyRow {
  id: string
  author: PersonCard | null
  html: string
  markdown: string
  createdAt: string
  editedAt: string | null
  reactions: ReactionCount[]
  action: { id: string; text: string } | null
  recordingId: string | null
  momentMs: number | null
}

/** A thread with all that stands under it, and how the reader stands to its community. */
export interface ThreadRow extends Omit<ReplyRow, 'action'> {
  kind: ThreadItem['kind']
  community: ThreadItem['community']
  standing: StandingRow
  sessionId: string | null
  lastActivityAt: string
  replyCount: number
  replies: ReplyRow[]
  actions: ActionItem[]
}

const person = (member: Prisma.Sql) => Prisma.sql`CASE WHEN ${member}.id IS NOT NULL
  THEN json_build_object('id', ${member}.id, 'name', ${member}.name, 'photoKey', ${member}."photoKey") END`
/** Reactions that meet a condition, as counts, the oldest emoji first. */
const reactions = (readerId: string, condition: Prisma.Sql) => Prisma.sql`
  SELECT json_agg(json_build_object('emoji', each.emoji, 'count', each.count, 'mine', each.mine) ORDER BY each.first, each.emoji) AS list
  FROM (
    SELECT emoji, count(*) AS count, bool_or("memberId" = ${readerId}::uuid) AS mine, min("createdAt") AS first
    FROM "Reaction" WHERE ${condition} GROUP BY emoji
  ) each`

/**
 * Reads the threads of these ids, in their order, without the deleted ones: each with its newest replies (oldest of them first), its
 * reactions and its actions, all in one statement that Prisma could write only as several. It asks for no permission.
 */
export async function readThreadRows(readerId: string, ids: readonly string[], repliesShown: number): Promise<ThreadRow[]> {
  const [only, ...others] = ids
  // For a list, PostgreSQL reckons with ten; for one thread it would plan anew each time.
  const wanted = others.length > 0 ? Prisma.sql`unnest(${ids}::uuid[]) WITH ORDINALITY` : Prisma.sql`(SELECT ${only}::uuid, 1)`
  const rows = await readRows<{ thread: ThreadRow }>(Prisma.sql`
    SELECT json_build_object(
      'id', thread.id, 'kind', thread.kind, 'sessionId', thread."sessionId", 'html', thread.html, 'markdown', thread.markdown,
      'createdAt', ${instantSql(Prisma.sql`thread."createdAt"`)}, 'editedAt', ${instantSql(Prisma.sql`thread."editedAt"`)},
      'lastActivityAt', ${instantSql(Prisma.sql`thread."lastActivityAt"`)}, 'replyCount', thread."replyCount",
      'recordingId', thread."recordingId", 'momentMs', thread."momentMs", 'author', ${person(Prisma.sql`author`)},
      'community', json_build_object('id', community.id, 'slug', community.slug, 'name', community.name),
      'standing', json_build_object('visibility', community.visibility, 'archived', community."archivedAt" IS NOT NULL,
        'whoPosts', community."whoPosts", 'role', mine.role),
      'reactions', coalesce(reacted.list, '[]'), 'replies', coalesce(answered.list, '[]'), 'actions', coalesce(taken.list, '[]')
    ) AS thread
    FROM ${wanted} AS wanted(id, place)
    JOIN "Thread" thread ON thread.id = wanted.id AND thread."deletedAt" IS NULL
    JOIN "Community" community ON community.id = thread."communityId"
    LEFT JOIN "Membership" mine ON mine."communityId" = community.id AND mine."memberId" = ${readerId}::uuid
    LEFT JOIN "Member" author ON author.id = thread."authorId"
    LEFT JOIN LATERAL (${reactions(readerId, Prisma.sql`"threadId" = thread.id AND "replyId" IS NULL`)}) reacted
      ON thread."reactionCount" > 0
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'id', reply.id, 'html', reply.html, 'markdown', reply.markdown,
        'createdAt', ${instantSql(Prisma.sql`reply."createdAt"`)}, 'editedAt', ${instantSql(Prisma.sql`reply."editedAt"`)},
        'recordingId', reply."recordingId", 'momentMs', reply."momentMs", 'author', ${person(Prisma.sql`author`)},
        'action', CASE WHEN done.id IS NOT NULL THEN json_build_object('id', done.id, 'text', done.text) END,
        'reactions', coalesce(reacted.list, '[]')
      ) ORDER BY reply."createdAt", reply.id) AS list
      FROM (
        SELECT id, "authorId", "actionId", html, markdown, "createdAt", "editedAt", "recordingId", "momentMs", "reactionCount"
        FROM "Reply" reply WHERE reply."threadId" = thread.id AND reply."deletedAt" IS NULL
        ORDER BY reply."createdAt" DESC, reply.id DESC LIMIT ${repliesShown}
      ) reply
      LEFT JOIN "Member" author ON author.id = reply."authorId"
      LEFT JOIN "Action" done ON done.id = reply."actionId"
      LEFT JOIN LATERAL (${reactions(readerId, Prisma.sql`"replyId" = reply.id`)}) reacted ON reply."reactionCount" > 0
    ) answered ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'id', action.id, 'threadId', action."threadId", 'sessionId', action."sessionId", 'text', action.text, 'dueOn', action."dueOn",
        'doneAt', ${instantSql(Prisma.sql`action."doneAt"`)}, 'source', action.source, 'sourceId', action."sourceId",
        'assignee', ${person(Prisma.sql`assignee`)}
      ) ORDER BY action."createdAt", action.id) AS list
      FROM "Action" action LEFT JOIN "Member" assignee ON assignee.id = action."assigneeId"
      WHERE action."threadId" = thread.id AND action."deletedAt" IS NULL
    ) taken ON true
    ORDER BY wanted.place`)
  return rows.map(({ thread }) => thread)
}
