import type { Asker } from '#communities/memberships/permissions.server.ts'
import { requireThread } from '#communities/threads/require-thread.server.ts'
import { type Action, db, type Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/**
 * An action that the viewer may change.
 *
 * @throws DomainError `action.notFound` (also where the viewer may not read it), `thread.gone`, `community.forbidden`, `community.archived`
 */
export async function requireAction(viewer: Asker, actionId: string): Promise<Action> {
  const action = await db.action.findUnique({ where: { id: actionId } })
  if (!action) throw new DomainError('action.notFound')
  try {
    await requireThread(viewer, action.threadId, 'action.edit')
  } catch (error) {
    if (error instanceof DomainError && error.code === 'thread.notFound') throw new DomainError('action.notFound')
    throw error
  }
  return action
}

/** The action as it is now, and stays until the transaction ends. The thread's row is locked before: always in this order. */
export async function lockAction(tx: Tx, { id, threadId }: Pick<Action, 'id' | 'threadId'>): Promise<Action> {
  await tx.$queryRaw`SELECT 1 FROM "Thread" WHERE id = ${threadId}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT 1 FROM "Action" WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return tx.action.findUniqueOrThrow({ where: { id } })
}
