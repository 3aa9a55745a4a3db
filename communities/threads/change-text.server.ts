import { excerptOf } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { renderVisible } from '#communities/mentions/render-with-mentions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { type Moment, threadChanged } from './contract.ts'
import { findEditedMoment } from './find-moment.server.ts'

/**
 * Puts another text in the place of a post's, or (with `replyId`) a reply's, wherever it was told of too. Whose it is, the caller
 * has made sure.
 */
export async function changeText(
  viewer: Pick<Viewer, 'id' | 'role'>,
  { threadId, replyId }: { threadId: string; replyId?: string | undefined },
  markdown: string,
  editedAt: Date,
): Promise<void> {
  const { communityId, markdown: post } = await db.thread.findUniqueOrThrow({
    where: { id: threadId },
    select: { communityId: true, markdown: true },
  })
  const before = replyId ? (await db.reply.findUniqueOrThrow({ where: { id: replyId }, select: { markdown: true } })).markdown : post
  const moment = await findEditedMoment(viewer, before, markdown)
  const written = await renderVisible(communityId, markdown)
  const data = { markdown, html: written.html, editedAt, ...momentColumns(moment) }
  const told = await db.$transaction(async (tx) => {
    if (replyId) await tx.reply.update({ where: { id: replyId }, data, select: { id: true } })
    else await tx.thread.update({ where: { id: threadId }, data, select: { id: true } })
    await tx.inboxItem.updateMany({
      where: { threadId, replyId: replyId ?? null, kind: { in: ['mention', 'reply'] } },
      data: { excerpt: excerptOf(plainTextOf(written.html)) },
    })
    return tellMentioned(tx, { ...written, communityId, threadId, replyId, actorId: viewer.id }, editedAt)
  })
  publish(`community:${communityId}`, threadChanged, { communityId, threadId, deleted: false })
  await publishInbox(told)
}

const momentColumns = (moment: Moment | null | undefined) =>
  moment === undefined ? {} : { recordingId: moment?.recordingId ?? null, momentMs: moment?.momentMs ?? null }
