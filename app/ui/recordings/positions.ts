/** Where the player is, told a few times a second to what goes along with it. */
export interface Positions {
  get(): number
  set(ms: number): void
  subscribe(listener: () => void): () => void
}

export function makePositions(startMs: number): Positions {
  let now = startMs
  const listeners = new Set<() => void>()
  return {
    get: () => now,
    set(ms) {
      if (ms === now) return
      now = ms
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
