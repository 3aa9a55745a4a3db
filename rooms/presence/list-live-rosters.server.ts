import type { Asker } from '#communities/memberships/permissions.server.ts'
import type { Roster } from '#rooms/presence/contract.ts'
import { readRosters } from './read-rosters.server.ts'

/** The rooms with people in them, of all communities that the viewer belongs to: what the sidebar shows. */
export function listLiveRosters(viewer: Pick<Asker, 'id'>): Promise<Roster[]> {
  return readRosters({ memberId: viewer.id, only: 'withPeople' })
}

/** The same, and the rooms that everybody has left while their session waits for somebody to come back. */
export function listOpenRosters(viewer: Pick<Asker, 'id'>): Promise<Roster[]> {
  return readRosters({ memberId: viewer.id, only: 'inSession' })
}
