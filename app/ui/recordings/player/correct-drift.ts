/** What is nearer than this to where it should be is left alone. */
const GOOD_ENOUGH_MS = 25
/** What is farther off than this jumps. */
const TOO_FAR_MS = 350
/** So much faster or slower at most: nobody hears it. */
const MOST = 0.06

export type Correction = { seek: true } | { seek: false; rate: number }

/**
 * What brings an element, that is `driftMs` ahead of the clock (negative: behind), back to it: a jump where it is far off, else a
 * rate a little above or below that of the clock, the more the farther off it is.
 */
export function correctDrift(driftMs: number, rate: number): Correction {
  if (Math.abs(driftMs) > TOO_FAR_MS) return { seek: true }
  if (Math.abs(driftMs) < GOOD_ENOUGH_MS) return { seek: false, rate }
  const share = Math.min(MOST, Math.max(-MOST, driftMs / 1000))
  return { seek: false, rate: rate * (1 - share) }
}
