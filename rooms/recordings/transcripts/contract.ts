import { z } from 'zod'
import type { PersonCard } from '#communities/people/contract.ts'
import type { ExcerptPiece } from '#rooms/search/contract.ts'
import type { Stretch } from '../contract.ts'

/** What one line can hold: a minute of somebody talking without a pause. */
export const LINE_MAX = 1_000

/** Something that was said, on the recording's timeline. Instants are ISO 8601 in UTC. */
export interface TranscriptLineView extends Stretch {
  id: string
  /** Of people without an account, `id` is null. */
  person: { id: string | null; name: string; photoKey: string | null }
  /** Empty: somebody took it out. */
  text: string
  /** What the engine heard, where somebody put it right. */
  heard: string | null
  edited: { by: PersonCard | null; at: string } | null
}

/** A part of a transcript, without gaps. Give `before` or `after` to the next read for what comes there; null: nothing does. */
export interface TranscriptPart {
  lines: TranscriptLineView[]
  before: string | null
  after: string | null
}

/** A line in which something was found. */
export interface TranscriptHit {
  lineId: string
  startMs: number
  pieces: ExcerptPiece[]
}

/** Of a recording, the first line in which something was said. */
export interface FoundLine {
  name: string
  startMs: number
  pieces: ExcerptPiece[]
}

export interface TranscriptHits {
  hits: TranscriptHit[]
  /** There are more than these. */
  more: boolean
}

/** Whether there is a transcript, and what the viewer can do about it. */
export interface TranscriptStanding {
  /**
   * `off`: there is no engine on this server, and none elsewhere is set. `promised`: there is one elsewhere, and people were told that
   * their voices stay here. `silent`: it is ready, and nothing was said.
   */
  state: 'off' | 'promised' | 'none' | 'waiting' | 'running' | 'ready' | 'silent' | 'failed'
  mayEdit: boolean
  /** Whose sound could not be read, by name (empty: nobody knows whose): they are not in it. */
  missing: string[]
  /** There is sound to be listened to, and somebody to ask. */
  mayAsk: boolean
  /** Looks after the server: is told how it is turned on. */
  maySetUp: boolean
}

/** A line of a transcript was put right, taken out or brought back: read it again where it is on screen. */
export const transcriptEdited = {
  name: 'transcript.edited',
  payload: z.object({ communityId: z.string(), recordingId: z.string(), lineId: z.string() }),
} as const
