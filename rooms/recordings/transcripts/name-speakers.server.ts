import type { Stretch } from '#rooms/recordings/contract.ts'

export interface Speaker extends Stretch {
  memberId: string
}

/** So much of what the server heard during a line has to be one person, … */
const ALMOST_ALONE = 0.9
/** … and so much of the line. */
const MOST_OF_IT = 0.5

/**
 * Whose line it is, of a sound in which everybody is heard: who spoke meanwhile, as the video server noticed, and almost nobody else.
 * Null where that is not clear: words in the wrong mouth are worse than words in none.
 */
export function nameSpeaker(line: Stretch, speakers: readonly Speaker[]): string | null {
  const spokeMs = new Map<string, number>()
  for (const { memberId, startMs, endMs } of speakers) {
    const sharedMs = Math.min(endMs, line.endMs) - Math.max(startMs, line.startMs)
    if (sharedMs > 0) spokeMs.set(memberId, (spokeMs.get(memberId) ?? 0) + sharedMs)
  }
  const all = [...spokeMs.values()].reduce((sum, ms) => sum + ms, 0)
  for (const [memberId, ms] of spokeMs) {
    if (ms >= all * ALMOST_ALONE && ms >= (line.endMs - line.startMs) * MOST_OF_IT) return memberId
  }
  return null
}
