import type { Asker } from '#communities/memberships/permissions.server.ts'
import type { Roster } from '#rooms/presence/contract.ts'

export async function listLiveRosters(_viewer: Asker): Promise<Roster[]> {
  return []
}
