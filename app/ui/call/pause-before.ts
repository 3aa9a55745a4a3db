import { MAX_REJOINS } from './call-state.ts'

/** Pauses before each new try to get back in; with some chance in them, so that a whole company does not come at once. */
const REJOIN_PAUSES_MS = [300, 1_000, 2_000, 4_000, 8_000]

/** Waits before a try to enter a lost room anew (`tries` counts from 1), and first of all until this browser is online. */
export async function pauseBefore(tries: number): Promise<void> {
  if (!navigator.onLine) await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))
  const pauseMs = REJOIN_PAUSES_MS[Math.min(tries, MAX_REJOINS) - 1] ?? 0
  await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)))
}
