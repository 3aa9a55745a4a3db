import type { OutgoingLine } from './chat-state.ts'

/** Lines that are not acknowledged are kept in this browser, each under a key of its own, so that two tabs never overwrite each other. */
const prefixOf = (memberId: string, sessionId: string) => `chat:${memberId}:${sessionId}:`

/** What was written and not acknowledged before this page was opened, in the order of writing. */
export function readOutgoing(memberId: string, sessionId: string): OutgoingLine[] {
  const prefix = prefixOf(memberId, sessionId)
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? 'null') as OutgoingLine | null)
      .filter((line) => line !== null)
      .sort((a, b) => a.writtenAt - b.writtenAt)
  } catch {
    return []
  }
}

/** Keeps what is not acknowledged, and forgets what is. */
export function keepOutgoing(memberId: string, sessionId: string, before: readonly OutgoingLine[], now: readonly OutgoingLine[]): void {
  const prefix = prefixOf(memberId, sessionId)
  try {
    for (const line of now) if (!before.includes(line)) localStorage.setItem(prefix + line.clientId, JSON.stringify(line))
    for (const { clientId } of before) {
      if (!now.some((line) => line.clientId === clientId)) localStorage.removeItem(prefix + clientId)
    }
  } catch {
    // A browser without storage keeps them as long as the page lives.
  }
}
