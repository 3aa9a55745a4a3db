/** A stretch of a session in which an agenda line was "now". */
export interface Span {
  itemId: string
  startedAt: Date
  endedAt: Date | null
}

/** What is to be done to a session's spans so that another line, or none, is now. */
export interface NowStep {
  /** When it becomes so: never before anything that is written already, whatever the clock says. */
  at: Date
  /** The open span ends at that instant. */
  closes: boolean
  /** It would have had no length: it goes instead. */
  drops: boolean
  opens: boolean
}

/**
 * The rule by which spans of one session never overlap: the next one begins where the last one ends.
 *
 * @param last the latest of the session's spans
 */
export function stepNow(last: Span | null, itemId: string | null, now: Date): NowStep {
  const at = last ? latest(now, last.endedAt ?? last.startedAt) : now
  const open = last?.endedAt === null ? last : null
  const stays = open?.itemId === itemId
  const ends = open !== null && !stays
  const drops = ends && at.getTime() === open.startedAt.getTime()
  return { at, closes: ends && !drops, drops, opens: itemId !== null && !stays }
}

/** A session's spans as its end leaves them: none is open, none goes on after it, and what only began after it never was. */
export function endSpans<S extends Span>(spans: readonly S[], endedAt: Date): (S & { endedAt: Date })[] {
  return spans
    .filter(({ startedAt }) => startedAt < endedAt)
    .map((span) => ({ ...span, endedAt: span.endedAt && span.endedAt < endedAt ? span.endedAt : endedAt }))
}

const latest = (a: Date, b: Date) => (a > b ? a : b)
