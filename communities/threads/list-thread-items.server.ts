import { may, standingOf } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import type { Moment, ReplyItem, ThreadItem } from './contract.ts'
import { REPLIES_IN_FEED } from './fields.server.ts'
import { type ReplyRow, readThreadRows, type ThreadRow } from './read-thread-rows.server.ts'

type Reader = Pick<Viewer, 'id' | 'role'>

/**
 * The threads of these ids as a feed shows them, in the order of the ids: one query, however many threads.
 * The caller makes sure that the viewer may read them.
 */
export async function listThreadItems(viewer: Reader, ids: string[], repliesShown: number = REPLIES_IN_FEED): Promise<ThreadItem[]> {
  if (ids.length === 0) return []
  const rows = await readThreadRows(viewer.id, ids, repliesShown)
  return rows.map((row) => toThreadItem(row, viewer))
}

function toThreadItem({ standing: row, recordingId, momentMs, ...thread }: ThreadRow, viewer: Reader): ThreadItem {
  const standing = standingOf(viewer, row)
  const mine = thread.author?.id === viewer.id
  const mayReply = may(standing, 'thread.reply')
  const mayModerate = may(standing, 'thread.moderate')
  return {
    ...thread,
    markdown: mine ? thread.markdown : null,
    replies: thread.replies.map((reply) => toReplyItem(reply, viewer, { mayReply, mayModerate })),
    moment: momentOf(recordingId, momentMs),
    mayReply,
    mayReact: may(standing, 'thread.react'),
    mayEditActions: may(standing, 'action.edit'),
    mayEdit: mine && mayReply && thread.kind !== 'session',
    mayDelete: thread.kind !== 'session' && ((mine && mayReply) || mayModerate),
  }
}

function toReplyItem(
  { recordingId, momentMs, ...reply }: ReplyRow,
  viewer: Reader,
  rights: { mayReply: boolean; mayModerate: boolean },
): ReplyItem {
  const mine = reply.author?.id === viewer.id && reply.action === null
  return {
    ...reply,
    markdown: mine ? reply.markdown : null,
    moment: momentOf(recordingId, momentMs),
    mayEdit: mine && rights.mayReply,
    mayDelete: reply.action === null && ((mine && rights.mayReply) || rights.mayModerate),
  }
}

function momentOf(recordingId: string | null, momentMs: number | null): Moment | null {
  return recordingId !== null && momentMs !== null ? { recordingId, momentMs } : null
}
