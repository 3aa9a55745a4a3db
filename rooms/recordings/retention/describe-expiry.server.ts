import { RECORDING_WARNED_BEFORE_MS } from '#communities/inbox/contract.ts'
import type { Recording } from '#platform/db.server.ts'

const DAY_MS = 24 * 60 * 60_000
/** How long what was deleted can still be brought back. */
export const DELETED_KEPT_MS = 30 * DAY_MS

/** How long a community's recordings stay: its own word, else the workspace's. Null: for ever. */
export interface RetentionRules {
  keepRecordingsDays: number | null
  workspaceKeepsDays: number | null
}

/**
 * When a recording goes by itself; null: it stays. Nobody loses one without having been told a week before: where a rule became
 * stricter meanwhile, it goes a week after that was told, or could have been told now.
 */
export function expiryOf(
  { endedAt, kept, expiryToldAt }: Pick<Recording, 'endedAt' | 'kept' | 'expiryToldAt'>,
  { keepRecordingsDays, workspaceKeepsDays }: RetentionRules,
  now: Date,
): Date | null {
  const days = keepRecordingsDays ?? workspaceKeepsDays
  if (kept || endedAt === null || days === null) return null
  const due = endedAt.getTime() + days * DAY_MS
  return new Date(Math.max(due, (expiryToldAt ?? now).getTime() + RECORDING_WARNED_BEFORE_MS))
}

/** Whether a recording goes within a week, so that it is time to tell that. */
export function goesSoon(recording: Pick<Recording, 'endedAt' | 'kept' | 'expiryToldAt'>, rules: RetentionRules, now: Date): boolean {
  const expiresAt = expiryOf(recording, rules, now)
  return expiresAt !== null && expiresAt.getTime() <= now.getTime() + RECORDING_WARNED_BEFORE_MS
}
