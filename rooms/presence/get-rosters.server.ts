import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Roster } from '#rooms/presence/contract.ts'
import { readRosters } from './read-rosters.server.ts'

/**
 * The rosters of all rooms of a community, empty ones too.
 *
 * @throws DomainError `community.notFound`, `community.forbidden`
 */
export async function getRosters(viewer: Asker, communityId: string): Promise<Roster[]> {
  await requireStanding(viewer, { id: communityId }, 'room.see')
  return readRosters({ communityId })
}
