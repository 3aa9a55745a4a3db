import type { PersonCard } from '#communities/people/contract.ts'
import type { Peaks, RecordingCard, RecordingTrackView, Stretch, Strip } from '../contract.ts'

/** From so much of it on, a recording counts as seen. */
export const SEEN_SHARE = 0.9

/** Somebody speaks. `personId`: as in `RecordingPage.people`. */
export interface SpeakingStretch extends Stretch {
  personId: string
}

/** A part of a recording that has a name: a line of the agenda, or a screen that somebody shared. */
export type Chapter = Stretch & ({ kind: 'agenda'; title: string } | { kind: 'screen'; name: string })

/** Where the viewer is with a recording: shown to nobody else. */
export interface WatchPlace {
  positionMs: number
  watchedMs: number
  finished: boolean
}

/** All that the page of a recording shows. Everything timed is in milliseconds on the recording's own timeline. */
export interface RecordingPage {
  recording: RecordingCard
  session: { id: string; topic: string; openedAt: Date }
  room: { id: string; slug: string; name: string }
  community: { id: string; slug: string; name: string }
  /** Null: nobody started it (the community records by itself), or their account is gone. */
  startedBy: PersonCard | null
  /** Null until it is composed. */
  filmUrl: string | null
  /** Each person by themselves, until retention removes the parts. */
  tracks: RecordingTrackView[]
  /** Whoever spoke or was seen. Of people without an account, `id` is their name. */
  people: PersonCard[]
  speakers: SpeakingStretch[]
  chapters: Chapter[]
  /** When nobody says anything for long enough to be skipped. */
  silences: Stretch[]
  /** As many bars as a screen shows. */
  peaks: Peaks | null
  strip: (Strip & { url: string }) | null
  captionsUrl: string | null
  /** The session's thread: where replies to a moment go. */
  threadId: string | null
  place: WatchPlace | null
  mayDownload: boolean
}

/** A moment in a thread, as far as the reader may see it: null where they may not watch the recording, or it is gone. */
export interface MomentCard {
  recordingId: string
  sessionId: string
  title: string
  roomName: string
  durationMs: number
  posterUrl: string | null
}
