import { type Allowance, TokenBucket } from './token-bucket.server.ts'
import { type LaneLimits, MemberLanes, type SocketLane } from './work-lanes.server.ts'

/** How often a browser asks: `typing` comes with every few letters, all else when a page is opened or a connection is back. */
export type Pace = 'asking' | 'typing'

/**
 * What a socket, and all sockets of a member in this process, may ask. A tab asks some ten things when its connection is back, a
 * long page of rooms some forty, and all of somebody's tabs at once after a restart; notes tell 12 cursors a second at most, and one
 * update at a time.
 */
export const SOCKET_BUDGET = {
  socket: { asking: { burst: 120, perSecond: 10 }, typing: { burst: 240, perSecond: 60 } } satisfies Record<Pace, Allowance>,
  member: { asking: { burst: 600, perSecond: 25 }, typing: { burst: 480, perSecond: 100 } } satisfies Record<Pace, Allowance>,
  lanes: { memberAtOnce: 4, socketAtOnce: 3, memberWaiting: 600, socketWaiting: 120 } satisfies LaneLimits,
  /** How many questions over the budget are refused before the socket is ended. */
  refusals: { burst: 100, perSecond: 1 } satisfies Allowance,
  /** Frames of any kind, before and after the sign-in is known: one over it ends the connection. */
  frames: { burst: 2_000, perSecond: 200 } satisfies Allowance,
  connecting: { burst: 80, perSecond: 2 } satisfies Allowance,
  socketsOfAMember: 60,
  /** How long a member whose socket was ended waits for another one. */
  pauseSeconds: 30,
}

const FORGET_EVERY_MS = 60_000
const members = new Map<string, MemberBudget>()

/** Why a member's new socket is refused. */
export interface SocketRefusal {
  code: 'limit.reached' | 'socket.tooMany'
  seconds: number
}

/** What one member's sockets have spent in this process. */
class MemberBudget {
  readonly lanes = new MemberLanes(SOCKET_BUDGET.lanes)
  readonly #asked = { asking: new TokenBucket(SOCKET_BUDGET.member.asking), typing: new TokenBucket(SOCKET_BUDGET.member.typing) }
  readonly #connecting = new TokenBucket(SOCKET_BUDGET.connecting)
  sockets = 0
  pausedUntilMs = 0

  refusal(): SocketRefusal | null {
    const pauseMs = this.pausedUntilMs - performance.now()
    if (pauseMs > 0) return { code: 'limit.reached', seconds: Math.ceil(pauseMs / 1000) }
    if (this.sockets >= SOCKET_BUDGET.socketsOfAMember) return { code: 'socket.tooMany', seconds: SOCKET_BUDGET.pauseSeconds }
    const seconds = this.#connecting.spend()
    return seconds > 0 ? { code: 'limit.reached', seconds: Math.ceil(seconds) } : null
  }

  spend(pace: Pace): number {
    return this.#asked[pace].spend()
  }

  get isForgettable(): boolean {
    const rested = [this.#asked.asking, this.#asked.typing, this.#connecting].every((bucket) => bucket.isFull())
    return this.sockets === 0 && this.lanes.isIdle && rested && this.pausedUntilMs < performance.now()
  }
}

/** What one socket has spent, of its own and of its member's. */
export interface SocketBudget {
  /** Spends one question. @returns seconds to wait where there is none; 0: it may be asked */
  spend(pace: Pace): number
  /** Counts a question that was refused. @returns whether these are so many that the socket is to be ended */
  refuse(): boolean
  lane: SocketLane
  /** Gives the socket's place back. Repeating it does nothing. */
  close(): void
}

/** Looks whether a member may have one more socket. @returns why not; null: they may */
export function findSocketRefusal(memberId: string): SocketRefusal | null {
  return budgetOf(memberId).refusal()
}

/** Opens a socket's account. A socket that asks more than its member may is refused, whichever socket it was that spent it. */
export function openSocketBudget(memberId: string): SocketBudget {
  const member = budgetOf(memberId)
  member.sockets++
  const asked = { asking: new TokenBucket(SOCKET_BUDGET.socket.asking), typing: new TokenBucket(SOCKET_BUDGET.socket.typing) }
  const refusals = new TokenBucket(SOCKET_BUDGET.refusals)
  const lane = member.lanes.open()
  let isClosed = false
  return {
    lane,
    spend: (pace) => asked[pace].spend() || member.spend(pace),
    refuse: () => {
      if (refusals.spend() === 0) return false
      member.pausedUntilMs = performance.now() + SOCKET_BUDGET.pauseSeconds * 1000
      return true
    },
    close: () => {
      if (!isClosed) member.sockets--
      isClosed = true
      lane.close()
    },
  }
}

function budgetOf(memberId: string): MemberBudget {
  const known = members.get(memberId)
  if (known) return known
  const budget = new MemberBudget()
  members.set(memberId, budget)
  return budget
}

setInterval(() => {
  for (const [memberId, budget] of members) if (budget.isForgettable) members.delete(memberId)
}, FORGET_EVERY_MS).unref()
