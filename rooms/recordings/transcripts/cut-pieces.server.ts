import type { Stretch } from '#rooms/recordings/contract.ts'

/** How long what a level is told of lasts. */
export const LEVEL_EVERY_MS = 100
/** Of 32,767: −52 dB. A voice across the room is louder. */
const SOUND = 80
/** Before and after what is loud enough. */
const MARGIN = 5
/** A silence of half a minute is listened to by nobody. */
const APART = 300
/** Five minutes: a WAV file of 9.6 MB, and memory that stays flat. */
const LONGEST = 3_000
/** Where one has to be cut, it is where it is quietest in its last 30 s. */
const LOOK_BACK = 300
/** So long a pause is between words. */
const PAUSE = 3

/** The pieces of a sound that are worth listening to, in order: five minutes at most each, cut in pauses, without long silences. */
export function cutPieces(levels: readonly number[]): Stretch[] {
  const pieces: Stretch[] = []
  let from: number | null = null
  let loudAt = 0
  const end = (to: number) => {
    if (from !== null) pieces.push({ startMs: from * LEVEL_EVERY_MS, endMs: to * LEVEL_EVERY_MS })
    from = null
  }
  for (let at = 0; at < levels.length; at++) {
    const loud = isSound(levels[at])
    if (from !== null && !loud && at - loudAt > APART) end(loudAt + 1 + MARGIN)
    if (loud) {
      from ??= Math.max((pieces.at(-1)?.endMs ?? 0) / LEVEL_EVERY_MS, at - MARGIN)
      loudAt = at
    }
    if (from !== null && at + 1 - from >= LONGEST) {
      const cut = findQuiet(levels, at + 1 - LOOK_BACK, at + 1)
      end(cut)
      if (loudAt >= cut) from = cut
    }
  }
  end(Math.min(levels.length, loudAt + 1 + MARGIN))
  return pieces
}

/** Whether anything can be heard in a stretch. */
export function isHeard(levels: readonly number[], { startMs, endMs }: Stretch): boolean {
  const [from, to] = [Math.floor(startMs / LEVEL_EVERY_MS), Math.ceil(endMs / LEVEL_EVERY_MS)]
  return levels.slice(from, Math.max(from + 1, to)).some(isSound)
}

const isSound = (level = 0) => level >= SOUND

/** The middle of the quietest pause. */
function findQuiet(levels: readonly number[], from: number, to: number): number {
  let best = to - PAUSE
  let least = Number.POSITIVE_INFINITY
  for (let at = from; at + PAUSE <= to; at++) {
    const sum = levels.slice(at, at + PAUSE).reduce((all, level) => all + level, 0)
    if (sum <= least) [best, least] = [at, sum]
  }
  return best + Math.floor(PAUSE / 2)
}
