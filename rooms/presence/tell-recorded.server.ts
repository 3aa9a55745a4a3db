import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { threadPosted } from '#communities/threads/contract.ts'
import { publish } from '#platform/realtime.server.ts'
import { publishAgenda } from '#rooms/agenda/publish-agenda.server.ts'
import { publishRoster } from './publish-roster.server.ts'
import type { RecordedFacts } from './record-facts.server.ts'

/** Tells browsers what recorded facts changed. Call it after their transaction. */
export function tellRecorded({ session, rosterChanged, newThreadId, alertedIds }: RecordedFacts): void {
  if (rosterChanged) publishRoster(session.roomId)
  void publishInbox(alertedIds)
  if (!newThreadId) return
  publishAgenda(session.roomId)
  publish(`community:${session.communityId}`, threadPosted, {
    communityId: session.communityId,
    threadId: newThreadId,
    authorId: null,
    kind: 'session',
  })
}
