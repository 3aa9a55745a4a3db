import type { Member } from '#platform/db.server.ts'
import { minutesIn } from './working-morning.server.ts'

/**
 * Whether nobody is to disturb this member now: their clock is between `quietFrom` and `quietTo`, past midnight where that is the
 * smaller one. The same time twice means no quiet hours.
 */
export function isQuiet({ timeZone, quietFrom, quietTo }: Pick<Member, 'timeZone' | 'quietFrom' | 'quietTo'>, now: Date): boolean {
  const minutes = minutesIn(timeZone, now)
  if (quietFrom <= quietTo) return minutes >= quietFrom && minutes < quietTo
  return minutes >= quietFrom || minutes < quietTo
}
