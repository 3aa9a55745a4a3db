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
