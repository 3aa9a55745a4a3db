import { type ActionSource, db, type Thread } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** What an action was made from. */
export interface Source {
  source: ActionSource
  /** The reply, chat line or agenda line; null: the thread, or the notes, as a whole. */
  sourceId: string | null
}

/**
 * What an action of a thread is written down as made from. The browser names it, and may name only what belongs there: a reply to the
 * thread, a line of its session's chat, a line of its session's agenda or one that discusses the thread, its session's notes. Who may
 * read the thread may read each of these.
 *
 * What was deleted after the form was opened is not pointed at: the action is then one of the thread.
 *
 * @throws DomainError `input.invalid`: it does not exist, or belongs elsewhere
 */
export async function findSource(thread: Pick<Thread, 'id' | 'communityId' | 'sessionId'>, { source, sourceId }: Source): Promise<Source> {
  const { id: threadId, communityId, sessionId } = thread
  if (source === 'thread' || source === 'note') {
    if (sourceId || (source === 'note' && !sessionId)) throw new DomainError('input.invalid')
    return { source, sourceId: null }
  }
  const found = sourceId ? await findIn() : null
  if (!found) throw new DomainError('input.invalid')
  return found.deletedAt ? { source: 'thread', sourceId: null } : { source, sourceId }

  function findIn() {
    const id = sourceId ?? ''
    const select = { deletedAt: true } as const
    if (source === 'reply') return db.reply.findFirst({ where: { id, threadId }, select })
    if (source === 'chat') return sessionId ? db.chatLine.findFirst({ where: { id, sessionId }, select }) : null
    const belongs = [{ threadId }, ...(sessionId ? [{ sessionId }] : [])]
    return db.agendaItem.findFirst({ where: { id, communityId, OR: belongs }, select })
  }
}
