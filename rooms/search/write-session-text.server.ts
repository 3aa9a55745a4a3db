import type { Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/markdown.server.ts'
import { foldText, unfoldedText } from './fold-text.server.ts'

/** Far below what a search vector can hold. */
const TEXT_MAX = 400_000

/**
 * Puts what was said in a session into the search: topic, agenda, follow-up, notes, chat. Call it in the transaction that changed one
 * of them: the end, a topic, a follow-up. What is said while a session runs is there once it is over.
 */
export async function writeSessionText(tx: Tx, sessionId: string): Promise<void> {
  const session = await tx.session.findUniqueOrThrow({
    where: { id: sessionId },
    select: {
      topic: true,
      followUp: { select: { state: true, title: true, html: true } },
      notes: { select: { markdown: true } },
      agendaItems: { where: { deletedAt: null }, orderBy: { position: 'asc' }, select: { title: true } },
      chatLines: { where: { deletedAt: null }, orderBy: { position: 'asc' }, select: { html: true } },
    },
  })
  const { topic, followUp, notes, agendaItems, chatLines } = session
  const lines = [
    topic,
    ...(followUp && followUp.state !== 'dismissed' ? [followUp.title, plainTextOf(followUp.html)] : []),
    ...agendaItems.map(({ title }) => title),
    notes?.markdown ?? '',
    ...chatLines.map(({ html }) => plainTextOf(html)),
  ]
  const whole = lines.filter((line) => line.trim() !== '').join('\n')
  const plain = unfoldedText([...whole].slice(0, TEXT_MAX).join(''))
  const text = foldText(plain)
  await tx.sessionText.upsert({ where: { sessionId }, create: { sessionId, plain, text }, update: { plain, text } })
}
