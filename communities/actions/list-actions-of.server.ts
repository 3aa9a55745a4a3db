import { personCardSelect } from '#communities/people/contract.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import type { ActionItem } from './contract.ts'
import { dateToDay } from './fields.server.ts'

export const actionSelect = {
  id: true,
  threadId: true,
  sessionId: true,
  text: true,
  dueOn: true,
  doneAt: true,
  source: true,
  sourceId: true,
  assignee: { select: personCardSelect },
} as const satisfies Prisma.ActionSelect

type Row = Prisma.ActionGetPayload<{ select: typeof actionSelect }>

export function toActionItem(row: Row): ActionItem {
  return { ...row, dueOn: dateToDay(row.dueOn), doneAt: row.doneAt?.toISOString() ?? null }
}

/** The actions of these threads, in the order in which they were made. The caller has made sure that the viewer may read them. */
export async function listActionsOf(threadIds: string[]): Promise<ActionItem[]> {
  const rows = await db.action.findMany({
    where: { threadId: { in: threadIds }, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: actionSelect,
  })
  return rows.map(toActionItem)
}
