import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import type { Community, Tx } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { slugOf } from '#platform/slug.server.ts'
import { addMember } from './add-member.server.ts'
import { communityNameSchema, purposeSchema, startingPointSchema, visibilitySchema } from './fields.server.ts'
import { kitOf } from './starting-point.server.ts'

/** What a founder chooses. */
export const communityInput = z.object({
  name: communityNameSchema,
  purpose: purposeSchema.optional(),
  visibility: visibilitySchema,
  startingPoint: startingPointSchema,
})

/** Names that an address of ours has, or may have one day. */
const reserved = new Set(['new', 'edit', 'api', 'admin', 'members', 'settings', 'rooms', 'search', 'archive', 'me'])

/**
 * Creates a community and makes the viewer its owner, within the caller's transaction: a community is born with a room, which is
 * a storey above. After the commit, the caller emits `membership.began`.
 *
 * Without a purpose, it has the one of its starting point. Names that race for one address get `name`, `name-2`, and so on.
 *
 * @throws InvalidInput `name`, `purpose`, `visibility`, `startingPoint`
 */
export async function createCommunity(viewer: Pick<Viewer, 'id' | 'language'>, raw: unknown, tx: Tx): Promise<Community> {
  const { name, visibility, startingPoint, purpose } = parseInput(communityInput, raw)
  const kit = kitOf(startingPoint, viewer.language)
  const about = { name, visibility, startingPoint, purpose: purpose ?? kit.purpose, whoPosts: kit.whoPosts, createdById: viewer.id }
  for (;;) {
    const slug = await findFreeSlug(name, tx)
    // Somebody faster makes this return nothing, where an error would end the caller's transaction.
    const [created] = await tx.community.createManyAndReturn({ data: [{ ...about, slug }], skipDuplicates: true })
    if (!created) continue
    await addMember(tx, { communityId: created.id, memberId: viewer.id, role: 'owner' })
    return { ...created, memberCount: 1 }
  }
}

async function findFreeSlug(name: string, tx: Tx): Promise<string> {
  const wanted = slugOf(name, 'community')
  const alike = await tx.community.findMany({ where: { slug: { startsWith: wanted } }, select: { slug: true } })
  const taken = new Set([...reserved, ...alike.map(({ slug }) => slug)])
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}-${number}`
  return slug
}
