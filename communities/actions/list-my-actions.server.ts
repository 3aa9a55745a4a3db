import { may, readableBy, standingOf } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import type { MyAction } from './contract.ts'
import { actionSelect, toActionItem } from './list-actions-of.server.ts'

/** How many open ones are read, soonest first, and how many of those that were done last. */
const OPEN_MAX = 200
const DONE_MAX = 30

/** What the viewer took on, in all communities that they may read now: open ones by their day, then the last ones done. */
export async function listMyActions(viewer: Pick<Viewer, 'id' | 'role'>): Promise<{ open: MyAction[]; done: MyAction[] }> {
  const where = { assigneeId: viewer.id, deletedAt: null, thread: { deletedAt: null }, community: readableBy(viewer) }
  const select = {
    ...actionSelect,
    community: { include: { memberships: { where: { memberId: viewer.id }, select: { role: true } } } },
  } satisfies Prisma.ActionSelect
  const [open, done] = await Promise.all([
    db.action.findMany({
      where: { ...where, doneAt: null },
      orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
      take: OPEN_MAX,
      select,
    }),
    db.action.findMany({
      where: { ...where, doneAt: { not: null } },
      orderBy: [{ doneAt: 'desc' }, { id: 'asc' }],
      take: DONE_MAX,
      select,
    }),
  ])
  const toMine = ({ community, ...row }: (typeof open)[number]): MyAction => {
    const { visibility, archivedAt, whoPosts, memberships } = community
    const standing = standingOf(viewer, { visibility, archived: archivedAt !== null, whoPosts, role: memberships[0]?.role ?? null })
    const { id, slug, name } = community
    return { ...toActionItem(row), community: { id, slug, name }, mayEdit: may(standing, 'action.edit') }
  }
  return { open: open.map(toMine), done: done.map(toMine) }
}
