import { z } from 'zod'
import { notify } from '#communities/inbox/notify.server.ts'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { plainTextOf, renderMarkdown } from '#platform/markdown.server.ts'
import { changeAgenda } from './change-agenda.server.ts'
import { idSchema, remarkSchema } from './fields.server.ts'

const inputSchema = z.object({ remarkId: idSchema, markdown: remarkSchema })

/**
 * Answers in a word what somebody left on a line, in the room or after; it lands in their inbox. The first answer stays, and only who
 * gave it changes it: sending the same again changes nothing.
 *
 * @throws InvalidInput; DomainError `remark.notFound`, `remark.answered`, and as `changeAgenda`
 */
export async function answerRemark(viewer: Asker, roomId: string, input: unknown, now = new Date()): Promise<void> {
  const { remarkId, markdown } = parseInput(inputSchema, input)
  await changeAgenda(viewer, roomId, async (tx, { communityId }) => {
    const remark = await tx.agendaRemark.findFirst({
      where: { id: remarkId, item: { roomId, deletedAt: null } },
      include: { item: { select: { sessionId: true, threadId: true } } },
    })
    if (!remark) throw new DomainError('remark.notFound')
    if (remark.answerMarkdown === markdown && remark.answeredById === viewer.id) return null
    if (remark.answeredAt && remark.answeredById !== viewer.id) throw new DomainError('remark.answered')
    const answer = { answerMarkdown: markdown, answerHtml: renderMarkdown(markdown), answeredById: viewer.id, answeredAt: now }
    await tx.agendaRemark.update({ where: { id: remarkId }, data: answer })
    if (!remark.authorId) return {}
    const { sessionId, threadId } = remark.item
    const matter = { communityId, kind: 'answer', key: `answer:${remarkId}`, actorId: viewer.id, roomId, sessionId, threadId } as const
    return { inbox: await notify(tx, [{ ...matter, memberId: remark.authorId, excerpt: plainTextOf(answer.answerHtml) }], now) }
  })
}
