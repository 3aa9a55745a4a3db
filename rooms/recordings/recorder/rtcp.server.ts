/** A sender's word on which of its wall clock's instants belongs to which of its media clock's (RFC 3550, 6.4.1). */
export interface SenderReport {
  ssrc: number
  /** Milliseconds since 1970 by the sender's clock. */
  wallMs: number
  timestamp: number
  /** The middle of its NTP timestamp, which a receiver's report names. */
  reference: number
}

const OURS = 1
const SENDER_REPORT = 200
const RECEIVER_REPORT = 201
const TRANSPORT_FEEDBACK = 205
const PAYLOAD_FEEDBACK = 206
const SENDER_REPORT_BYTES = 20
/** From 1900 to 1970. */
const NTP_OFFSET_SECONDS = 2_208_988_800

/** The sender reports of a compound packet. */
export function readSenderReports(bytes: Buffer): SenderReport[] {
  const reports: SenderReport[] = []
  for (let at = 0; at + 4 <= bytes.length; at += (bytes.readUInt16BE(at + 2) + 1) * 4) {
    if (bytes[at + 1] !== SENDER_REPORT || bytes.length < at + SENDER_REPORT_BYTES) continue
    const seconds = bytes.readUInt32BE(at + 8)
    const fraction = bytes.readUInt32BE(at + 12)
    reports.push({
      ssrc: bytes.readUInt32BE(at + 4),
      wallMs: (seconds - NTP_OFFSET_SECONDS) * 1000 + (fraction / 2 ** 32) * 1000,
      timestamp: bytes.readUInt32BE(at + 16),
      reference: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
    })
  }
  return reports
}

/**
 * Says that we are there and how far we have received, so that the sender goes on (RFC 3550, 6.4.2).
 *
 * @param highest the largest sequence number yet, with the rounds of 65536 before it
 */
export function writeReceiverReport(ssrc: number, highest: number, last?: { reference: number; agoMs: number }): Buffer {
  const bytes = header(1, RECEIVER_REPORT, 32, ssrc)
  bytes.writeUInt32BE(highest >>> 0, 16)
  if (last) {
    bytes.writeUInt32BE(last.reference, 24)
    bytes.writeUInt32BE(Math.round(last.agoMs * 65.536) >>> 0, 28)
  }
  return bytes
}

/** Asks for packets once more (RFC 4585, 6.2.1). `missing`: their sequence numbers, in order. */
export function writeNack(ssrc: number, missing: readonly number[]): Buffer {
  const pairs: { first: number; mask: number }[] = []
  for (const sequence of missing) {
    const pair = pairs.at(-1)
    const after = pair ? (sequence - pair.first) & 0xffff : 0
    if (pair && after >= 1 && after <= 16) pair.mask |= 1 << (after - 1)
    else pairs.push({ first: sequence, mask: 0 })
  }
  const bytes = header(1, TRANSPORT_FEEDBACK, 12 + pairs.length * 4, ssrc)
  for (const [index, { first, mask }] of pairs.entries()) {
    bytes.writeUInt16BE(first, 12 + index * 4)
    bytes.writeUInt16BE(mask, 14 + index * 4)
  }
  return bytes
}

/** Asks for a key frame (RFC 4585, 6.3.1). */
export function writePictureLoss(ssrc: number): Buffer {
  return header(1, PAYLOAD_FEEDBACK, 12, ssrc)
}

function header(count: number, type: number, length: number, ssrc: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes[0] = 0x80 | count
  bytes[1] = type
  bytes.writeUInt16BE(length / 4 - 1, 2)
  bytes.writeUInt32BE(OURS, 4)
  bytes.writeUInt32BE(ssrc, 8)
  return bytes
}
