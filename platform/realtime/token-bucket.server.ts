/** So many at once, and so many a second from then on. */
export interface Allowance {
  burst: number
  perSecond: number
}

/** Counts what is spent of an allowance, which fills up again with time. */
export class TokenBucket {
  readonly #allowance: Allowance
  #left: number
  #atMs: number

  constructor(allowance: Allowance, nowMs = performance.now()) {
    this.#allowance = allowance
    this.#left = allowance.burst
    this.#atMs = nowMs
  }

  /** Spends one, where there is one. @returns how many seconds to wait before there is one again; 0: it is spent */
  spend(nowMs = performance.now()): number {
    this.#fill(nowMs)
    if (this.#left < 1) return (1 - this.#left) / this.#allowance.perSecond
    this.#left -= 1
    return 0
  }

  /** Whether nothing of it is missing. */
  isFull(nowMs = performance.now()): boolean {
    this.#fill(nowMs)
    return this.#left === this.#allowance.burst
  }

  #fill(nowMs: number): void {
    const { burst, perSecond } = this.#allowance
    this.#left = Math.min(burst, this.#left + (Math.max(0, nowMs - this.#atMs) / 1000) * perSecond)
    this.#atMs = nowMs
  }
}
