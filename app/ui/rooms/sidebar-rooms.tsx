import type { Roster } from '#rooms/presence/contract.ts'

export function SidebarRooms(_props: { communityId: string; initial: readonly Roster[] }) {
  return null
}
