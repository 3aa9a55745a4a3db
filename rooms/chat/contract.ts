import type { ChatLineCard } from './events/contract.ts'

export type { ChatLineCard } from './events/contract.ts'

/** How long a line may be: longer things are posts. */
export const CHAT_LINE_MAX = 4_000
/** How many lines a reading brings at most: the newest, or those before them. */
export const CHAT_PAGE = 50
/** How many changes a reading brings at most to who was away. */
export const CHAT_CHANGES_PAGE = 200
/** So much of a line is quoted where it is replied to. */
export const QUOTE_MAX = 120

/** A reading of a session's chat. */
export interface ChatPage {
  /** By their place; changes by their `rev`. */
  lines: ChatLineCard[]
  /** Everything up to this `rev` is known to who has this page (of changes: and all before it). Of older lines it says nothing. */
  rev: number
  /** There are more: older lines, or newer changes. */
  more: boolean
  /** The session runs: it can be written in. */
  open: boolean
  mayWrite: boolean
  mayModerate: boolean
}
