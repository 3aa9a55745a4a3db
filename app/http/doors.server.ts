import { defineLimit, type Limit } from '#platform/limits.server.ts'
import { NOTES_UPDATE_BYTES_MAX } from '#rooms/notes/contract.ts'

/** How much a route takes in. Each route declares its door where it declares its action; what is larger is refused before it is read. */
export interface Door {
  readonly bytes: number
  /** A file may come along, of at most so many bytes. Where nothing is said, a file is refused. */
  readonly fileBytes?: number
  /** What a member spends one of who sends more than a form may have. */
  readonly perMember?: Limit
}

const KB = 1024
const MB = 1024 * KB

/**
 * What people write. The longest is a follow-up: 50,000 UTF-16 units are 150 kB of UTF-8. A post of 10,000 is 90 kB in a form
 * without scripts, which writes each byte as `%E2`.
 */
export const FORM: Door = { bytes: 256 * KB }

/** What somebody sends who has not signed in: an address, a password, an invitation. */
export const DOORSTEP: Door = { bytes: 32 * KB }

/** A member's picture. */
export const PHOTO: Door = { bytes: 10 * MB + 64 * KB, fileBytes: 10 * MB, perMember: defineLimit('uploads', 60, 60 * 60) }

/** An update of the notes that is too large for a socket, in base64. */
export const NOTES: Door = { bytes: Math.ceil((NOTES_UPDATE_BYTES_MAX * 4) / 3) + KB }

/** An event of LiveKit: a room and a participant, or a finished recording with its files. */
export const WEBHOOK: Door = { bytes: 256 * KB }

/** A body that announces more is not even let pass by: its connection is closed. Past a door, and below this, it is thrown away as it comes. */
export const PASSED_BY_BYTES = 64 * MB
