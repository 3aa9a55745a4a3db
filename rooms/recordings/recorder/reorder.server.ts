import { type RtpPacket, sequenceDistance } from './rtp.server.ts'

/** The next packet in order, or that so many before the next one never came. */
export type Ordered = { packet: RtpPacket } | { lost: number }

/** How long a missing packet is waited for: asked for again, it takes a round trip or two. */
const WAIT_MS = 300
const ASK_AGAIN_MS = 60
/** More than this behind a gap, and waiting costs more than the gap. */
const HELD_AT_MOST = 500
/** A jump by more than this is no gap: the sender began anew. */
const FARTHEST = 3_000
const ASKED_AT_MOST = 200

/**
 * Puts a stream's packets into order, each once: repeated ones are dropped, missing ones waited for, and then given up.
 * Begins with the first packet that it is given. Knows no clock: `nowMs` is whatever the caller's says.
 */
export function makeReorderer() {
  // In the order in which they came.
  const held = new Map<number, { packet: RtpPacket; atMs: number }>()
  let next: number | null = null
  let highest = 0
  let rounds = 0
  let askedAtMs: number | null = null
  let lostPackets = 0

  const drain = (nowMs: number): Ordered[] => {
    const ordered: Ordered[] = []
    while (next !== null) {
      const arrived = held.get(next)
      if (arrived) {
        held.delete(next)
        next = (next + 1) & 0xffff
        ordered.push({ packet: arrived.packet })
        continue
      }
      const [oldest] = held.values()
      if (!oldest || (nowMs - oldest.atMs < WAIT_MS && held.size <= HELD_AT_MOST)) break
      const from = next
      const lost = Math.min(...[...held.keys()].map((sequence) => (sequence - from) & 0xffff))
      lostPackets += lost
      next = (next + lost) & 0xffff
      ordered.push({ lost })
    }
    return ordered
  }

  const beginAnew = (packet: RtpPacket): Ordered[] => {
    held.clear()
    askedAtMs = null
    highest = packet.sequence
    next = (packet.sequence + 1) & 0xffff
    return [{ packet }]
  }

  return {
    push(packet: RtpPacket, nowMs: number): Ordered[] {
      if (next === null) return beginAnew(packet)
      const ahead = sequenceDistance(next, packet.sequence)
      if (Math.abs(ahead) > FARTHEST) return [{ lost: 1 }, ...beginAnew(packet)]
      if (ahead < 0) return []
      if (sequenceDistance(highest, packet.sequence) > 0) {
        if (packet.sequence < highest) rounds++
        highest = packet.sequence
      }
      if (!held.has(packet.sequence)) held.set(packet.sequence, { packet, atMs: nowMs })
      return drain(nowMs)
    },
    /** To be called now and then: gives up what has been waited for long enough. */
    tick: drain,
    /** What to ask for once more; nothing where that was done a moment ago. */
    askFor(nowMs: number): number[] {
      if (next === null || held.size === 0 || (askedAtMs !== null && nowMs - askedAtMs < ASK_AGAIN_MS)) return []
      askedAtMs = nowMs
      const missing: number[] = []
      for (let sequence = next; sequence !== highest && missing.length < ASKED_AT_MOST; sequence = (sequence + 1) & 0xffff) {
        if (!held.has(sequence)) missing.push(sequence)
      }
      return missing
    },
    /** The largest sequence number yet, with its rounds. */
    highest: () => rounds * 0x10000 + highest,
    lostPackets: () => lostPackets,
  }
}
