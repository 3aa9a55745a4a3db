/** How many lines that say the same are written within a window; the others are counted. */
const SAME_MAX = 20
const WINDOW_MS = 10_000
/** Of lines that differ, so many are told apart at a time: beyond it, a flood of them is one line. */
const KINDS_MAX = 500

interface Repeated {
  written: number
  counted: number
}

/**
 * Keeps a log from growing with what goes wrong: of lines that say the same, the first ones of each ten seconds are written, and then
 * once how many more there were. What is asked for is a line's place in this; `tell` writes the count.
 */
export function countRepeats(tell: (what: string, times: number) => void) {
  let kinds = new Map<string, Repeated>()
  let isCounting = false

  const endWindow = () => {
    isCounting = false
    const ended = kinds
    kinds = new Map()
    for (const [what, { counted }] of ended) if (counted > 0) tell(what, counted)
  }

  return {
    /** @returns whether this line is to be written */
    isWritten(what: string): boolean {
      if (!isCounting) setTimeout(endWindow, WINDOW_MS).unref()
      isCounting = true
      const kind = kinds.has(what) || kinds.size < KINDS_MAX ? what : 'other lines'
      const repeated = kinds.get(kind) ?? { written: 0, counted: 0 }
      kinds.set(kind, repeated)
      if (repeated.written < SAME_MAX) repeated.written++
      else repeated.counted++
      return repeated.counted === 0
    },
    endWindow,
  }
}
