import type { EgressRun, EgressStatus } from '#platform/db.server.ts'
import type { EgressReport } from '#rooms/livekit/read-egress.server.ts'

/** What is known of a run, by what was reported of it. */
export type KnownRun = Pick<EgressRun, 'egressId' | 'status' | 'saidAt' | 'startedAt' | 'endedAt' | 'durationMs' | 'bytes' | 'error'>

/** How far a run is: it never goes back. What Egress says of its end counts more than that nothing was heard. */
const order: readonly EgressStatus[] = [
  'asked',
  'refused',
  'starting',
  'active',
  'ending',
  'silent',
  'aborted',
  'failed',
  'limitReached',
  'complete',
]

/**
 * Adds what was reported to what is known. Reports may be lost, repeated or out of order: those that arrived give the same whatever their
 * order was.
 */
export function mergeReport(known: KnownRun, report: EgressReport): KnownRun {
  const newer = rank(report.status) > rank(known.status)
  return {
    egressId: firstOf(known.egressId, report.egressId),
    status: newer ? report.status : known.status,
    saidAt: laterOf(known.saidAt, report.saidAt),
    startedAt: earlierOf(known.startedAt, report.startedAt),
    endedAt: laterOf(known.endedAt, report.endedAt),
    durationMs: Math.max(known.durationMs, report.durationMs),
    bytes: known.bytes > BigInt(report.bytes) ? known.bytes : BigInt(report.bytes),
    error: laterWords(known.error, report.error),
  }
}

const rank = (status: EgressStatus) => order.indexOf(status)

/** Nothing more is to come of it. */
export function isOver(status: EgressStatus): boolean {
  return status === 'refused' || rank(status) >= rank('silent')
}

function firstOf(a: string | null, b: string): string {
  return a === null || b < a ? b : a
}

/** A run fails once; where two say why, either will do, but always the same one. */
function laterWords(a: string | null, b: string | null): string | null {
  if (!a || !b) return a ?? b
  return a > b ? a : b
}

function earlierOf(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b
  return a < b ? a : b
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b
  return a > b ? a : b
}
