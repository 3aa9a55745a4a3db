/** A sender's media clock, unrolled: 32 bits of it go round in 13 hours of video, and begin anywhere. */
export interface MediaClock {
  /** Milliseconds from the first instant to this one; to be asked in about the order in which they come. */
  follow(timestamp: number): number
  /** The same without going there. */
  measure(timestamp: number): number
}

/** Starts at an instant of a clock that ticks `rate` times a second. */
export function startMediaClock(rate: number, firstTimestamp: number): MediaClock {
  let ticks = 0
  let last = firstTimestamp
  const ticksTo = (timestamp: number) => ticks + ((timestamp - last) | 0)
  return {
    follow(timestamp) {
      ticks = ticksTo(timestamp)
      last = timestamp
      return (ticks / rate) * 1000
    },
    measure: (timestamp) => (ticksTo(timestamp) / rate) * 1000,
  }
}
