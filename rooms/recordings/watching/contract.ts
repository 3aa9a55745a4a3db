import type { PersonCard } from '#communities/people/contract.ts'
import type { Peaks, RecordingCard, RecordingTrackView, Stretch, Strip } from '../contract.ts'
import type { TranscriptStanding } from '../transcripts/contract.ts'

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

/** What the viewer can do with a recording, as it is now. */
export interface RecordingChoices {
  download: boolean
  readConsents: boolean
  keep: boolean
  delete: boolean
  restore: boolean
  /** Making it playable, or its film, failed, and can be tried again. */
  retry: boolean
  /** Quote it in a post of its community, or in a reply to its session's thread. */
  post: boolean
  reply: boolean
}

/** Whether a recording goes by itself, and why. */
export interface RecordingStay {
  /** A moderator keeps it for good. */
  kept: boolean
  /** Why `recording.expiresAt`: for how many days recordings are kept, and who says so. Null: it stays. */
  rule: { days: number; by: 'community' | 'workspace' } | null
  /** Deleted: until when it can be brought back. */
  restorableUntil: Date | null
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
  transcript: TranscriptStanding
  choices: RecordingChoices
  stay: RecordingStay
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
