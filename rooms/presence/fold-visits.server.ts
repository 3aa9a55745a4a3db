/** A reconnect within this time is the same visit (product.md), and a session goes on for as long without anybody in it. */
export const VISIT_GAP_MS = 60_000

/** What is known of one connection to LiveKit. */
export interface ConnectionFacts {
  memberId: string
  /** Null: only its end was told so far. Such a connection is no visit yet. */
  joinedAt: Date | null
  /** Null: still connected. */
  leftAt: Date | null
}

/** One person's stay in a session; `leftAt` null: still in. */
export interface FoldedVisit {
  memberId: string
  joinedAt: Date
  leftAt: Date | null
}

/** What a session's visits come to. */
export interface VisitSums {
  firstJoinedAt: Date | null
  /** When the last person left; null while somebody is in, or nobody ever was. */
  lastLeftAt: Date | null
  someoneIn: boolean
  /** How many different people were in. */
  personCount: number
  /** The most people who were in at the same time. */
  peakCount: number
}

const endMs = (leftAt: Date | null) => leftAt?.getTime() ?? Number.POSITIVE_INFINITY

/**
 * Folds connections into visits: those of one person that overlap (two tabs, a reconnect that was quicker than its loss) or
 * are at most `VISIT_GAP_MS` apart are one visit. Order does not matter; the result is ordered by arrival, then by person.
 */
export function foldVisits(connections: readonly ConnectionFacts[]): FoldedVisit[] {
  const visits: FoldedVisit[] = []
  const lastOf = new Map<string, FoldedVisit>()
  for (const { memberId, joinedAt, leftAt } of connections.flatMap(bounded).sort(byArrival)) {
    const last = lastOf.get(memberId)
    if (last && joinedAt.getTime() - endMs(last.leftAt) <= VISIT_GAP_MS) {
      if (endMs(leftAt) > endMs(last.leftAt)) last.leftAt = leftAt
      continue
    }
    const visit = { memberId, joinedAt, leftAt }
    lastOf.set(memberId, visit)
    visits.push(visit)
  }
  return visits
}

/** Joining is told by LiveKit's clock, an inferred leave by ours: a short stay may seem to end before it began. */
function bounded({ memberId, joinedAt, leftAt }: ConnectionFacts): FoldedVisit[] {
  if (!joinedAt) return []
  return [{ memberId, joinedAt, leftAt: leftAt && leftAt < joinedAt ? joinedAt : leftAt }]
}

function byArrival(a: FoldedVisit, b: FoldedVisit): number {
  return a.joinedAt.getTime() - b.joinedAt.getTime() || (a.memberId < b.memberId ? -1 : a.memberId > b.memberId ? 1 : 0)
}

/** Sums visits up. One that ends in the instant in which another begins was not together with it. */
export function sumVisits(visits: readonly FoldedVisit[]): VisitSums {
  const steps = visits.flatMap(({ joinedAt, leftAt }) => [
    { atMs: joinedAt.getTime(), step: 1 },
    // A visit without length still was one.
    { atMs: Math.max(endMs(leftAt), joinedAt.getTime() + 1), step: -1 },
  ])
  steps.sort((a, b) => (a.atMs === b.atMs ? a.step - b.step : a.atMs - b.atMs))
  let inCount = 0
  let peakCount = 0
  for (const { step } of steps) {
    inCount += step
    peakCount = Math.max(peakCount, inCount)
  }
  const someoneIn = visits.some(({ leftAt }) => leftAt === null)
  const leftMs = visits.map(({ leftAt }) => endMs(leftAt))
  return {
    firstJoinedAt: visits.length > 0 ? new Date(Math.min(...visits.map(({ joinedAt }) => joinedAt.getTime()))) : null,
    lastLeftAt: visits.length > 0 && !someoneIn ? new Date(Math.max(...leftMs)) : null,
    someoneIn,
    personCount: new Set(visits.map(({ memberId }) => memberId)).size,
    peakCount,
  }
}
