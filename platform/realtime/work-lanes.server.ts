/** How much of one member's work, and of one socket's, is done at a time, and how much of it waits. */
export interface LaneLimits {
  memberAtOnce: number
  socketAtOnce: number
  memberWaiting: number
  socketWaiting: number
}

interface Waiting {
  lane: SocketLane
  work: () => Promise<void>
}

/** One socket's part of its member's work. */
export interface SocketLane {
  /** Does some work when its turn comes. @returns false where too much waits already: then it is never done */
  enter(work: () => Promise<void>): boolean
  /** Forgets what waits: the socket is gone, and nobody would hear the answer. */
  close(): void
}

/**
 * Gives the work of one member's sockets their turns: a member who asks a thousand things at once takes a few connections to the
 * database, and never all of them.
 */
export class MemberLanes {
  readonly #limits: LaneLimits
  #waiting: Waiting[] = []
  #running = 0
  readonly #runningOf = new Map<SocketLane, number>()

  constructor(limits: LaneLimits) {
    this.#limits = limits
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0
  }

  open(): SocketLane {
    let isClosed = false
    const lane: SocketLane = {
      enter: (work) => {
        if (isClosed || this.#waiting.length >= this.#limits.memberWaiting) return false
        if (this.#waiting.filter((each) => each.lane === lane).length >= this.#limits.socketWaiting) return false
        this.#waiting.push({ lane, work })
        this.#begin()
        return true
      },
      close: () => {
        isClosed = true
        this.#waiting = this.#waiting.filter((each) => each.lane !== lane)
      },
    }
    return lane
  }

  /** Whatever may begin: in the order of asking, but for sockets that are at their own limit. */
  #begin(): void {
    while (this.#running < this.#limits.memberAtOnce) {
      const next = this.#waiting.findIndex(({ lane }) => (this.#runningOf.get(lane) ?? 0) < this.#limits.socketAtOnce)
      const [begun] = next < 0 ? [] : this.#waiting.splice(next, 1)
      if (!begun) return
      void this.#run(begun)
    }
  }

  async #run({ lane, work }: Waiting): Promise<void> {
    this.#running++
    this.#runningOf.set(lane, (this.#runningOf.get(lane) ?? 0) + 1)
    try {
      await work()
    } finally {
      this.#running--
      const others = (this.#runningOf.get(lane) ?? 1) - 1
      if (others > 0) this.#runningOf.set(lane, others)
      else this.#runningOf.delete(lane)
      this.#begin()
    }
  }
}
