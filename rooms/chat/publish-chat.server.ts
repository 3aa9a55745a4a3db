import { publish } from '#platform/realtime.server.ts'
import type { ChatLineCard } from './contract.ts'
import { chatLines } from './events/contract.ts'

/** Tells who looks at a session what changed in its chat. Call it after the commit; who misses it reads it. */
export function publishChat(sessionId: string, lines: ChatLineCard[]): void {
  publish(`session:${sessionId}`, chatLines, { sessionId, lines })
}
