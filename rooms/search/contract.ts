import type { SessionCard } from '#rooms/sessions/contract.ts'

/** A piece of an excerpt; `hit`: it is what was searched for. */
export interface ExcerptPiece {
  text: string
  hit: boolean
}

export interface FoundSession {
  session: SessionCard
  /** Around what was searched for; empty where no word was. */
  excerpt: ExcerptPiece[]
}

export interface SessionList {
  sessions: FoundSession[]
  /** Give it to the next read for what is older; null at the end. */
  nextCursor: string | null
}
