import type { PersonCard } from '#communities/people/contract.ts'
import type { RecordingCard } from '../contract.ts'
import type { FoundLine } from '../transcripts/contract.ts'

/** A recording in a list, with what it is of, and how far the viewer is with it. */
export interface FoundRecording {
  recording: RecordingCard
  room: { id: string; slug: string; name: string }
  community: { id: string; slug: string; name: string }
  /** The follow-up's title, else the topic; may be empty. */
  title: string
  /** Who was in the session, at most 12, and how many they were. */
  people: PersonCard[]
  personCount: number
  /** Null: not begun. Shown to nobody else. */
  watched: { positionMs: number; finished: boolean } | null
  /** Where what was searched for is said, for the first time; null where it is not, or no word was searched for. */
  said: FoundLine | null
}

export interface RecordingList {
  recordings: FoundRecording[]
  /** Give it to the next read for what is older; null at the end. */
  nextCursor: string | null
}

/** What recordings take up, in bytes. */
export interface RecordingStorage {
  count: number
  bytes: number
}
