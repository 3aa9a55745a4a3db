import { isTooMuch, type Tx } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { foldText, unfoldedText } from './fold-text.server.ts'

/** Of what people say, far below what a search vector can hold. */
const LETTERS_MAX = 400_000

/**
 * Puts what was said in a session into the search: topic, agenda, follow-up, notes, chat. Call it in the transaction that changed one
 * of them: the end, a topic, a follow-up. What is said while a session runs is there once it is over.
 *
 * Of too much, the beginning is found: no session's end waits for its search.
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
  await keep(tx, sessionId, [...whole].slice(0, LETTERS_MAX))
}

/** How many letters a search vector holds depends on their words (it is 1 MB with all places): where there is no room, it is half of them. */
async function keep(tx: Tx, sessionId: string, letters: readonly string[]): Promise<void> {
  const plain = unfoldedText(letters.join(''))
  const text = foldText(plain)
  await tx.$executeRaw`SAVEPOINT session_text`
  try {
    await tx.sessionText.upsert({ where: { sessionId }, create: { sessionId, plain, text }, update: { plain, text } })
  } catch (error) {
    if (!isTooMuch(error)) throw error
    // What comes before in the transaction stays.
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT session_text`
    await keep(tx, sessionId, letters.slice(0, letters.length / 2))
  }
}
