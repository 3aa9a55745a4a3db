import { type ComponentType, createContext } from 'react'
import type { ReplyItem } from '#communities/threads/contract.ts'

/** A recording that is being watched on this page, for the thread beside it. */
export interface Moments {
  recordingId: string
  nowMs: () => number
  seek: (ms: number) => void
  /** Opens the choice of where to take a moment; `said`: what was said there, or nothing. */
  quote: (ms: number, said: string) => void
  /** Tells the player which replies are on screen: some of them are about a moment. */
  show: (replies: readonly ReplyItem[]) => void
  /** "At 12:34", beside the button that sends a reply. */
  Toggle: ComponentType<{ momentMs: number | null; onMoment: (ms: number | null) => void }>
}

/** Null: nothing is watched on this page, which is so everywhere but beside a player. */
export const MomentsContext = createContext<Moments | null>(null)
