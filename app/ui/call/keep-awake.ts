let wakeLock: WakeLockSentinel | null = null

/** Keeps the screen from going dark, or lets it again. The browser takes it back with each hiding of the page: ask anew when it shows. */
export async function keepAwake(awake: boolean): Promise<void> {
  if (!awake) {
    const lock = wakeLock
    wakeLock = null
    await lock?.release().catch(() => {})
  } else if (!wakeLock || wakeLock.released) {
    // Not everywhere, and not on a low battery: then the screen goes dark as it always does.
    wakeLock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
  }
}
