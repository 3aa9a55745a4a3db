import { threadChanged } from '#communities/threads/contract.ts'
import type { Action } from '#platform/db.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { actionsChanged } from './events/contract.ts'

/** Tells of a changed action: its thread, who has it or had it, and who looks at its session from close by. After the commit. */
export function publishActions(action: Pick<Action, 'communityId' | 'threadId' | 'sessionId'>, assignees: (string | null)[]): void {
  const { communityId, threadId, sessionId } = action
  publish(`community:${communityId}`, threadChanged, { communityId, threadId, deleted: false })
  const concerned = new Set(assignees.flatMap((id) => (id ? [`member:${id}` as const] : [])))
  publish([...concerned, ...(sessionId ? [`session:${sessionId}` as const] : [])], actionsChanged, { threadId, sessionId })
}
