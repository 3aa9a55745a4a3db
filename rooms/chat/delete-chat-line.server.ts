import { z } from 'zod'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { may } from '#communities/memberships/permissions.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Tx } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { followUpChanged } from '#rooms/follow-ups/contract.ts'
import { dropLineFromTrace } from '#rooms/follow-ups/drop-line-from-trace.server.ts'
import { redraftFollowUp } from '#rooms/follow-ups/redraft-follow-up.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { changeLine, type LockedLine } from './change-line.server.ts'
import type { ChatLineCard } from './contract.ts'
import { requireChat } from './require-chat.server.ts'
import { tellNamed } from './tell-named.server.ts'

const input = z.object({ lineId: z.uuid('input.invalid'), restore: z.union([z.boolean(), z.stringbool()]).default(false) })

/**
 * Takes a line out of a chat: for its author, and for moderators any; also after the session's end, and then out of the search and of
 * what the follow-up tells of it. With `restore` it comes back as it was, for who deleted it, and for moderators: nobody undoes what a
 * moderator did to them. Repeating or racing counts once.
 *
 * @throws DomainError `session.notFound`, `community.forbidden`, `community.archived`, `chatLine.notFound`, `chatLine.notYours`
 */
export async function deleteChatLine(viewer: Viewer, sessionId: string, raw: unknown, now = new Date()): Promise<ChatLineCard> {
  const { lineId, restore } = parseInput(input, raw)
  const { session, standing } = await requireChat(viewer, sessionId, 'chat.write')
  const moderates = may(standing, 'thread.moderate')
  const written = restore ? await renderAgain(session.communityId, sessionId, lineId) : null
  let told: string[] = []
  let isOver = false
  const line = await changeLine(
    sessionId,
    lineId,
    async (tx, found) => {
      const mine = restore && found.deletedById ? found.deletedById === viewer.id : found.authorId === viewer.id
      if (!mine && !moderates) throw new DomainError('chatLine.notYours')
      if ((found.deletedAt === null) === restore) return false
      // What was deleted long ago is empty (purgeChat).
      if (restore && found.markdown === '') throw new DomainError('chatLine.notFound')
      await setDeleted(tx, sessionId, found, restore ? null : { deletedAt: now, deletedById: viewer.id })
      if (written && found.authorId) told = await tellNamed(tx, { ...written, lineId, session, actorId: found.authorId })
      isOver = found.afterwards
      return true
    },
    { afterwards: true },
  )
  if (isOver) publish(`session:${sessionId}`, followUpChanged, { sessionId })
  await publishInbox(told)
  return line
}

async function setDeleted(tx: Tx, sessionId: string, line: LockedLine, deleted: { deletedAt: Date; deletedById: string } | null) {
  const data = deleted ?? { deletedAt: null, deletedById: null }
  await tx.chatLine.update({ where: { id: line.id }, data, select: { id: true } })
  await tx.session.update({ where: { id: sessionId }, data: { chatCount: { increment: deleted ? -1 : 1 } }, select: { id: true } })
  if (deleted) await tx.inboxItem.deleteMany({ where: { key: `mention:${line.id}` } })
  if (!line.afterwards) return
  await (deleted ? dropLineFromTrace(tx, sessionId, line.id) : redraftFollowUp(tx, sessionId))
  await writeSessionText(tx, sessionId)
}

/** Whom a line names that comes back: they are told of it again. */
async function renderAgain(communityId: string, sessionId: string, lineId: string) {
  const found = await db.chatLine.findFirst({ where: { id: lineId, sessionId }, select: { markdown: true } })
  return renderWithMentions(communityId, found?.markdown ?? '')
}
