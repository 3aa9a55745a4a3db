/** A packet of media (RFC 3550, 5.1), without its header. */
export interface RtpPacket {
  ssrc: number
  payloadType: number
  sequence: number
  timestamp: number
  /** The last packet of a frame. */
  marker: boolean
  /** Empty where the packet is there only to pad. */
  payload: Buffer
}

const HEADER_BYTES = 12
const RTCP_FROM = 192
const RTCP_TO = 223

/** Whether it is a report about media rather than media: both come the same way (RFC 5761, 4). */
export function isRtcp(bytes: Buffer): boolean {
  const type = bytes[1] ?? 0
  return type >= RTCP_FROM && type <= RTCP_TO
}

/** Reads a packet of media; null where it is none, or is cut off. Its payload is a view into `bytes`. */
export function readRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < HEADER_BYTES) return null
  const first = bytes.readUInt8(0)
  if (first >> 6 !== 2) return null
  let start = HEADER_BYTES + (first & 0x0f) * 4
  if (first & 0x10) {
    if (bytes.length < start + 4) return null
    start += 4 + bytes.readUInt16BE(start + 2) * 4
  }
  const end = bytes.length - (first & 0x20 ? (bytes.at(-1) ?? 0) : 0)
  if (bytes.length < start) return null
  const payload = bytes.subarray(start, Math.max(start, end))
  const second = bytes.readUInt8(1)
  return {
    ssrc: bytes.readUInt32BE(8),
    payloadType: second & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    marker: second >> 7 === 1,
    // Servers that probe for bandwidth send nothing but zeros, at times without saying that it is padding.
    payload: payload.every((byte) => byte === 0) ? payload.subarray(0, 0) : payload,
  }
}

/** How far `to` is after `from` on a ring of 16 bits; negative: before. */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16
}
