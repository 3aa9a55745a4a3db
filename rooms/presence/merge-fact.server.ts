/** What a `Connection` row holds. */
export interface KnownConnection {
  sid: string
  memberId: string
  joinedAt: Date | null
  leftAt: Date | null
  leftInferred: boolean
}

/** Something that was told, or seen, of one connection. */
export type PresenceFact = { sid: string; memberId: string } & (
  | { kind: 'joined'; joinedAt: Date }
  /** `joinedAt` null: it may never have been in (LiveKit's `participant_connection_aborted`). */
  | { kind: 'left'; joinedAt: Date | null; leftAt: Date }
  /** LiveKit lists it right now. */
  | { kind: 'seen'; joinedAt: Date }
  /** It was in, and LiveKit does not list it any more. */
  | { kind: 'missed'; missedAt: Date }
)

/**
 * What is known of a connection once a fact is added to it.
 *
 * Webhooks come late, twice, in any order or never: `joined` and `left` commute and can be repeated, since each only tells
 * instants of its own, of which the earlier one counts. A leave that was told beats one that was inferred, whichever came
 * first; a leave that was only inferred falls when the connection is seen again, and not by a late `joined`.
 */
export function mergeFact(known: KnownConnection | null, fact: PresenceFact): KnownConnection {
  const before: KnownConnection = known ?? {
    sid: fact.sid,
    memberId: fact.memberId,
    joinedAt: null,
    leftAt: null,
    leftInferred: false,
  }
  switch (fact.kind) {
    case 'joined':
      return { ...before, joinedAt: earlier(before.joinedAt, fact.joinedAt) }
    case 'left':
      return {
        ...before,
        joinedAt: earlier(before.joinedAt, fact.joinedAt),
        leftAt: before.leftInferred ? fact.leftAt : earlier(before.leftAt, fact.leftAt),
        leftInferred: false,
      }
    case 'seen':
      return {
        ...before,
        joinedAt: earlier(before.joinedAt, fact.joinedAt),
        leftAt: before.leftInferred ? null : before.leftAt,
        leftInferred: false,
      }
    case 'missed':
      return before.leftAt ? before : { ...before, leftAt: fact.missedAt, leftInferred: true }
  }
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b
  return a <= b ? a : b
}
