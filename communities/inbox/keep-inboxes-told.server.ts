import { onDomainEvent } from '#platform/events.server.ts'
import { handleSocket } from '#platform/realtime.server.ts'
import { inboxRead } from './events/contract.ts'
import { countUnread, publishInbox } from './publish-inbox.server.ts'

/** Registers what sockets can ask about their member's inbox, and tells it anew when what its member may read changes. */
export function keepInboxesTold(): void {
  handleSocket(inboxRead, async ({ memberId }) => ({ unread: (await countUnread([memberId])).get(memberId) ?? 0 }))
  onDomainEvent('membership.began', ({ memberId }) => publishInbox([memberId]))
  onDomainEvent('membership.ended', ({ memberId }) => publishInbox([memberId]))
}
