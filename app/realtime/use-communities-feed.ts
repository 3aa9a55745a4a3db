import type { communityChanged, membershipChanged } from '#communities/memberships/events/contract.ts'
import { askUntilAnswered } from './socket.ts'
import { useReadAgain } from './use-read-again.ts'
import { useReady } from './use-ready.ts'
import { useServerEvent } from './use-server-event.ts'

interface Named {
  id: string
  name: string
}

const asText = (list: readonly Named[]) => list.map(({ id, name }) => id + name).join()

/**
 * Reads the page again when one's communities, or what they say of themselves, changed. After a lost connection only where the list
 * is another one: what somebody is reading does not move for nothing.
 */
export function useCommunitiesFeed(shown: readonly Named[]): void {
  const readAgain = useReadAgain()
  useServerEvent<typeof membershipChanged>('membership.changed', readAgain)
  useServerEvent<typeof communityChanged>('community.changed', readAgain)
  useReady(async () => {
    const answer = await askUntilAnswered<{ communities: Named[] }>('communities.read', {})
    if (answer?.ok && asText(answer.value.communities) !== asText(shown)) readAgain()
  })
}
