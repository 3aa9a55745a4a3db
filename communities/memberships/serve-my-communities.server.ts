import { handleSocket } from '#platform/realtime.server.ts'
import { communitiesRead } from './events/contract.ts'
import { listMyCommunities } from './list-my-communities.server.ts'

/** Registers that sockets can ask which communities their member belongs to: a laptop that slept has missed what was told meanwhile. */
export function serveMyCommunities(): void {
  handleSocket(communitiesRead, async ({ memberId }) => {
    const communities = await listMyCommunities({ id: memberId })
    return { communities: communities.map(({ id, name }) => ({ id, name })) }
  })
}
