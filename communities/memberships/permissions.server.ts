import type { Standing, Verb } from '#communities/memberships/contract.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { type Community, type CommunityRole, columnsOf, type Db, db, Prisma, readRows } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { oncePerPage } from '#platform/page-reads.server.ts'

/** The part of a viewer that permissions look at. */
export type Asker = Pick<Viewer, 'id' | 'role'>

const isMember = ({ role }: Standing) => role !== null
const isModerator = ({ role }: Standing) => role === 'moderator' || role === 'owner'
const isOwner = ({ role }: Standing) => role === 'owner'
const sees = (standing: Standing) => standing.visibility !== 'secret' || isMember(standing) || standing.invited
const reads = (standing: Standing) => isMember(standing) || standing.visibility === 'open'
const isRemoved = ({ removed = false }: Standing) => removed
const live = (rule: (standing: Standing) => boolean) => (standing: Standing) => !standing.archived && rule(standing)
/** The admin looks after communities that are listed, without reading what is written in them. */
const looksAfter = (standing: Standing) => isOwner(standing) || (standing.workspaceAdmin && sees(standing))
/** What decides who reads a community is its owners' alone, unless everybody does. */
const decidesWhoReads = (standing: Standing) => isOwner(standing) || (looksAfter(standing) && standing.visibility === 'open')

const rules: Record<Verb, (standing: Standing) => boolean> = {
  'community.see': sees,
  'community.read': reads,
  'community.join': live(
    (standing) => !isMember(standing) && ((standing.visibility === 'open' && !isRemoved(standing)) || standing.invited),
  ),
  'community.askToJoin': live(
    (standing) =>
      !isMember(standing) &&
      !standing.invited &&
      (standing.visibility === 'closed' || (standing.visibility === 'open' && isRemoved(standing))),
  ),
  'community.leave': isMember,
  'community.invite': live((standing) => (standing.visibility === 'secret' ? isModerator(standing) : isMember(standing))),
  'community.approve': live(isModerator),
  'community.edit': live((standing) => looksAfter(standing)),
  // To who may not read it, an admin above all, its content opens by its owners only; so nobody else makes owners or moderators either.
  'community.open': live(decidesWhoReads),
  'community.changeRoles': live(decidesWhoReads),
  'community.removeMember': live((standing) => isModerator(standing) || looksAfter(standing)),
  'community.archive': looksAfter,
  'thread.post': live((standing) => (standing.whoPosts === 'moderators' ? isModerator(standing) : isMember(standing))),
  'thread.reply': live(isMember),
  'thread.react': live(isMember),
  'thread.moderate': live(isModerator),
  'action.edit': live(isMember),
  'room.see': reads,
  'room.enter': live(isMember),
  'room.alert': live(isMember),
  'room.manage': live(isModerator),
  'session.setTopic': live(isMember),
  // Whose it is, the use cases ask besides.
  'followUp.write': live(isMember),
  'followUp.takeOver': live(isMember),
  'agenda.edit': live(isMember),
  'notes.edit': live(isMember),
  'chat.write': live(isMember),
  'recording.watch': reads,
  'recording.download': isMember,
  // That they are inside, the use cases ask besides.
  'recording.control': live(isMember),
  'recording.keep': live(isModerator),
  // Or whoever started it: the use case asks besides.
  'recording.delete': isModerator,
  'transcript.edit': live(isMember),
}

/** The rules themselves: whether somebody who stands so to a community may do this. */
export function may(standing: Standing, verb: Verb): boolean {
  return rules[verb](standing)
}

/** Whether who stands so may take somebody of this role out: moderators look after plain members, owners after everybody. */
export function mayRemove(standing: Standing, role: CommunityRole): boolean {
  return may(standing, 'community.removeMember') && (role === 'member' || looksAfter(standing))
}

/** A community together with how the viewer stands to it. */
export interface StandingIn {
  community: Community
  standing: Standing
}

/** What a query has to read of a community, and of the viewer's membership in it, for `standingOf`. */
export interface StandingRow extends Pick<Standing, 'visibility' | 'archived' | 'whoPosts'> {
  /** Null: not a member of the community. */
  role: CommunityRole | null
}

/** How a viewer stands to a community of a list, which shows them what they may read: an invitation, or a removal, changes nothing there. */
export function standingOf(asker: Asker, { visibility, archived, whoPosts, role }: StandingRow): Standing {
  return { visibility, archived, whoPosts, role, invited: false, workspaceAdmin: asker.role === 'admin' }
}

/** The invitations into a community that count, as the `where` of a query: whoever sent one may still invite there. */
export const countingInvitation = {
  invitedBy: { deactivatedAt: null },
  OR: [{ host: { isNot: null }, community: { visibility: { not: 'secret' } } }, { host: { role: { in: ['owner', 'moderator'] } } }],
} satisfies Prisma.CommunityInvitationWhereInput

/** The same in SQL, of rows `invitation` and `community`. */
export const countingInvitationSql = Prisma.sql`EXISTS (
  SELECT 1 FROM "Membership" host JOIN "Member" inviter ON inviter.id = host."memberId"
  WHERE host."communityId" = community.id AND host."memberId" = invitation."invitedById" AND inviter."deactivatedAt" IS NULL
    AND (community.visibility <> 'secret' OR host.role IN ('owner', 'moderator')))`

/**
 * Looks up how a viewer stands to a community (by id, or by the slug in its address); null where there is none. The loaders of one page
 * look it up once.
 */
export async function findStanding(asker: Asker, where: { id: string } | { slug: string }, client: Db = db): Promise<StandingIn | null> {
  if (client !== db) return readStanding(asker, where, client)
  const [key] = Object.values(where)
  const found = await oncePerPage(`standing ${asker.id} ${key}`, () => readStanding(asker, where, client))
  // A layout knows the address, what stands in it the id.
  return found && oncePerPage(`standing ${asker.id} ${found.community.id}`, () => Promise.resolve(found))
}

interface FoundRow extends Community {
  myRole: CommunityRole | null
  removedOnce: boolean
  /** The roles of those whose invitations count. */
  hosts: CommunityRole[]
}

async function readStanding(asker: Asker, where: { id: string } | { slug: string }, client: Db): Promise<StandingIn | null> {
  const [found] = await readRows<FoundRow>(
    Prisma.sql`
      SELECT ${columnsOf('community', Prisma.CommunityScalarFieldEnum)}, mine.role AS "myRole",
        EXISTS (SELECT 1 FROM "CommunityRemoval" removal
          WHERE removal."communityId" = community.id AND removal."memberId" = ${asker.id}::uuid) AS "removedOnce",
        (SELECT coalesce(json_agg(host.role), '[]') FROM "CommunityInvitation" invitation
          JOIN "Membership" host ON host."communityId" = community.id AND host."memberId" = invitation."invitedById"
          WHERE invitation."communityId" = community.id AND invitation."memberId" = ${asker.id}::uuid AND ${countingInvitationSql}) AS hosts
      FROM "Community" community
      LEFT JOIN "Membership" mine ON mine."communityId" = community.id AND mine."memberId" = ${asker.id}::uuid
      WHERE ${'id' in where ? Prisma.sql`community.id = ${where.id}::uuid` : Prisma.sql`community.slug = ${where.slug}`}`,
    client,
  )
  if (!found) return null
  const { myRole: role, removedOnce, hosts, ...community } = found
  const removed = role === null && removedOnce
  return {
    community,
    standing: {
      ...standingOf(asker, { ...community, archived: community.archivedAt !== null, role }),
      // Who was removed is let in again by those who take people out, not by a plain member's invitation.
      invited: hosts.some((host) => !removed || host !== 'member'),
      removed,
    },
  }
}

/**
 * Lets through who may do this in that community, and says no to all others in a way that tells no secret.
 *
 * @throws DomainError `community.notFound` (also where the viewer may not know that it exists), `community.archived`,
 *   `community.removed` (they could, had they not been taken out), `community.forbidden`
 */
export async function requireStanding(
  asker: Asker,
  where: { id: string } | { slug: string },
  verb: Verb,
  client: Db = db,
): Promise<StandingIn> {
  const found = await findStanding(asker, where, client)
  if (!found || !may(found.standing, 'community.see')) throw new DomainError('community.notFound')
  if (may(found.standing, verb)) return found
  if (found.standing.archived && may({ ...found.standing, archived: false }, verb)) throw new DomainError('community.archived')
  if (found.standing.removed && may({ ...found.standing, removed: false }, verb)) throw new DomainError('community.removed')
  throw new DomainError('community.forbidden')
}

/**
 * The same for a thing inside a community. Where its community is secret to somebody, the thing is not there, as if nothing had its id.
 *
 * @param notFound the code of a thing that is not there, as `session.notFound`
 * @throws DomainError `notFound`, `community.archived`, `community.removed`, `community.forbidden`
 */
export async function requireStandingInside(
  asker: Asker,
  communityId: string,
  verb: Verb,
  notFound: string,
  client: Db = db,
): Promise<StandingIn> {
  try {
    return await requireStanding(asker, { id: communityId }, verb, client)
  } catch (error) {
    throw error instanceof DomainError && error.code === 'community.notFound' ? new DomainError(notFound) : error
  }
}

/** The communities whose content a viewer may read, as the `where` of a query. */
export function readableBy(asker: Asker): Prisma.CommunityWhereInput {
  return { OR: [{ visibility: 'open' }, { memberships: { some: { memberId: asker.id } } }] }
}

/** `readableBy` (and so `recording.watch`) in SQL: whether a member (an expression for their id) may read the row `community`. */
export function readsCommunitySql(memberId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(community.visibility = 'open' OR EXISTS (
    SELECT 1 FROM "Membership" membership WHERE membership."communityId" = community.id AND membership."memberId" = ${memberId}))`
}

/** `community.approve` in SQL, likewise. */
export function approvesInCommunitySql(memberId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(community."archivedAt" IS NULL AND EXISTS (
    SELECT 1 FROM "Membership" membership
    WHERE membership."communityId" = community.id AND membership."memberId" = ${memberId} AND membership.role IN ('owner', 'moderator')))`
}

/** The communities that a viewer may know of, as the `where` of a query. */
export function visibleTo(asker: Asker): Prisma.CommunityWhereInput {
  return {
    OR: [
      { visibility: { in: ['open', 'closed'] } },
      { memberships: { some: { memberId: asker.id } } },
      { communityInvitations: { some: { memberId: asker.id, ...countingInvitation } } },
    ],
  }
}
