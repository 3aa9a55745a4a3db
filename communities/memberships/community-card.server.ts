import { columnsOf } from '#platform/db.server.ts'

/** The columns of a `CommunityCard`, for a Prisma `select`. */
export const communityCardSelect = {
  id: true,
  slug: true,
  name: true,
  purpose: true,
  visibility: true,
  startingPoint: true,
  memberCount: true,
  archivedAt: true,
} as const

/** The same in SQL, of the row `community`. */
export const communityCardColumns = columnsOf(
  'community',
  Object.fromEntries(Object.keys(communityCardSelect).map((column) => [column, column])),
)
