import type { ConsentAnswer, Language, RecordingPolicy } from '#prisma/generated/enums.ts'
import type { RunningRecording } from '#rooms/recordings/events/contract.ts'

/** What somebody is told of a recording, in one language. The ledger keeps the version. */
export interface ConsentWords {
  version: number
  language: Language
  /** Days after which it is deleted; null: it is kept until somebody deletes it. */
  keepDays: number | null
  title: string
  /** What is recorded and what for, who can watch, for how long, what one can do: a heading and a text each. */
  parts: { heading: string; text: string }[]
}

/** The words as the server showed them to one person. */
export interface ShownWords extends ConsentWords {
  /** Goes back with the answer: it says which words of which recording were shown to whom, and only the server can make it. */
  shown: string
}

/** In a ticket: a recording is running, and this person has not said yes to it. Their token does not let them publish. */
export interface ConsentAsked {
  id: string
  words: ShownWords
  /** `declined`: they were asked already. */
  answer: 'declined' | null
}

/** The ledger of a recording, for a file. Instants are ISO 8601 in UTC. */
export interface ExportedConsents {
  recordingId: string
  requestedAt: string
  /** `memberId` null: the account is gone. */
  lines: { at: string; name: string; memberId: string | null; answer: ConsentAnswer; words: ConsentWords }[]
}

/** A session's recording as one person finds it. */
export interface OwnRecording {
  sessionId: string
  /** The one that runs, else null. */
  recording: RunningRecording | null
  /** What this person said to it; null: nobody has told or asked them. */
  answer: ConsentAnswer | null
  words: ShownWords | null
  policy: RecordingPolicy
}
