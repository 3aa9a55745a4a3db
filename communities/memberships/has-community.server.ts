import { db } from '#platform/db.server.ts'
import { type Asker, visibleTo } from './permissions.server.ts'

/** Whether there is a community that a viewer may know of and that is not archived: without one, the next thing to do is to open the first. */
export async function hasCommunity(viewer: Asker): Promise<boolean> {
  const found = await db.community.findFirst({ where: { AND: [visibleTo(viewer)], archivedAt: null }, select: { id: true } })
  return found !== null
}
