import { type EgressInfo, EgressStatus } from '@livekit/protocol'

/** What Egress says of one of its runs: all of it, each time. */
export interface EgressReport {
  egressId: string
  /** The LiveKit room's name; of a room of ours, the session's id. */
  sessionId: string
  /** The file that was asked for, as Egress calls it. */
  path: string | null
  status: 'starting' | 'active' | 'ending' | 'complete' | 'failed' | 'aborted' | 'limitReached'
  /** When this was so, by Egress' clock. */
  saidAt: Date | null
  startedAt: Date | null
  endedAt: Date | null
  /** Of its file; 0: none is known. */
  durationMs: number
  bytes: number
  error: string | null
}

const statuses = {
  [EgressStatus.EGRESS_STARTING]: 'starting',
  [EgressStatus.EGRESS_ACTIVE]: 'active',
  [EgressStatus.EGRESS_ENDING]: 'ending',
  [EgressStatus.EGRESS_COMPLETE]: 'complete',
  [EgressStatus.EGRESS_FAILED]: 'failed',
  [EgressStatus.EGRESS_ABORTED]: 'aborted',
  [EgressStatus.EGRESS_LIMIT_REACHED]: 'limitReached',
} as const satisfies Record<EgressStatus, EgressReport['status']>

const NS_PER_MS = 1_000_000n

/** Reads what Egress tells of a run, in an answer, a webhook or its list; null for a status that we do not know. */
export function readEgress(info: EgressInfo): EgressReport | null {
  const status = statuses[info.status]
  if (!status || !info.egressId) return null
  const file = info.fileResults[0] ?? (info.result.case === 'file' ? info.result.value : undefined)
  const asked = info.request.case === 'roomComposite' ? info.request.value : undefined
  return {
    egressId: info.egressId,
    sessionId: info.roomName,
    path: (asked?.fileOutputs[0]?.filepath ?? (asked?.output.case === 'file' ? asked.output.value.filepath : '')) || file?.filename || null,
    status,
    saidAt: instantOf(info.updatedAt),
    startedAt: instantOf(file?.startedAt || info.startedAt),
    endedAt: instantOf(file?.endedAt || info.endedAt),
    durationMs: file ? Number(file.duration / NS_PER_MS) : 0,
    bytes: file ? Number(file.size) : 0,
    error: info.error || null,
  }
}

/** Egress tells nanoseconds since 1970; 0: not yet. */
function instantOf(nanoseconds: bigint): Date | null {
  return nanoseconds > 0n ? new Date(Number(nanoseconds / NS_PER_MS)) : null
}
