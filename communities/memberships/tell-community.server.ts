import { publish } from '#platform/realtime.server.ts'
import { communityChanged } from './events/contract.ts'

/** Tells who hears of a community that it is not what it was. Call it after the commit, and before anybody stops hearing of it. */
export function tellCommunity(communityId: string): void {
  publish(`community:${communityId}`, communityChanged, { communityId })
}
