/** An editor reads the last of a composition from the page a moment after its end, by a timer of 20 ms. */
const SETTLES_MS = 50

/**
 * Lets what comes from others wait while an input method composes a word here, as for Japanese or for dead keys: a text that changes
 * under a composition ends it, or mixes its letters with those of others. What waited comes in its order, once the word stands. What is
 * composed waits too, on its way out.
 */
export function createCompositionGate() {
  let composing = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: (() => void)[] = []

  const open = () => {
    clearTimeout(timer)
    composing = false
    const works = waiting
    waiting = []
    for (const work of works) work()
  }

  return {
    /** Does it now, or after the composition. */
    pass(work: () => void): void {
      if (composing) waiting.push(work)
      else work()
    },
    begin(): void {
      clearTimeout(timer)
      composing = true
    },
    /** The next composition may follow at once: then all goes on waiting. */
    end(): void {
      clearTimeout(timer)
      timer = setTimeout(open, SETTLES_MS)
    },
    /** The editor is gone. */
    open,
    /** Nobody is there any more for whom it waits. */
    close(): void {
      clearTimeout(timer)
      waiting = []
    },
  }
}

export type CompositionGate = ReturnType<typeof createCompositionGate>
