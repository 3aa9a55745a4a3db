import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { tellMentioned } from '#communities/mentions/tell-mentioned.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema, remarkSchema } from './fields.server.ts'
import { renderRemark } from './render-remark.server.ts'

const inputSchema = z.object({ remarkId: idSchema, markdown: remarkSchema })

/**
 * Answers in a word what somebody left on a line, in the room or after; it lands in their inbox. The first answer stays, and only who
 * gave it changes it: sending the same again changes nothing. Who else is named in it hears of that.
 *
 * @throws InvalidInput; DomainError `remark.notFound`, `remark.answered`, and as `changeAgenda`
 */
export async function answerRemark(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { remarkId, markdown } = parseInput(inputSchema, input)
  const { html, mentionedIds } = await renderRemark(roomId, markdown)
  await changeAgenda(viewer, roomId, async (tx, { communityId }) => {
    const remark = await tx.agendaRemark.findFirst({
      where: { id: remarkId, item: { roomId, deletedAt: null } },
      include: { item: { select: { sessionId: true, threadId: true } } },
    })
    if (!remark) throw new DomainError('remark.notFound')
    if (remark.answerMarkdown === markdown && remark.answeredById === viewer.id) return null
    if (remark.answeredAt && remark.answeredById !== viewer.id) throw new DomainError('remark.answered')
    const answer = { answerMarkdown: markdown, answerHtml: html, answeredById: viewer.id, answeredAt: now }
    await tx.agendaRemark.update({ where: { id: remarkId }, data: answer })
    const { sessionId, threadId } = remark.item
    const place = { communityId, actorId: viewer.id, roomId, sessionId, threadId }
    const named = mentionedIds.filter((memberId) => memberId !== remark.authorId)
    const told = await tellMentioned(tx, { ...place, html, mentionedIds: named, textId: `answer:${remarkId}` }, now)
    if (!remark.authorId) return { inbox: told }
    const matter = { ...place, kind: 'answer' as const, key: `answer:${remarkId}`, memberId: remark.authorId, excerpt: plainTextOf(html) }
    return { inbox: [...told, ...(await notify(tx, [matter], now))] }
  })
}
