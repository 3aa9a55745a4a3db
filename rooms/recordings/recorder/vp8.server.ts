import type { Assembler, Frame } from './frame.server.ts'
import type { RtpPacket } from './rtp.server.ts'

const KEY_FRAME_HEADER_BYTES = 10
/** What LiveKit sends in place of a picture when a track is closed; no camera is that small. */
const BLANK_PIXELS = 16

/** How long the descriptor before a packet's piece of a frame is (RFC 7741, 4.2). */
function descriptorBytes(payload: Buffer): number {
  if (!((payload[0] ?? 0) & 0x80)) return 1
  const extensions = payload[1] ?? 0
  let bytes = 2
  if (extensions & 0x80) bytes += (payload[bytes] ?? 0) & 0x80 ? 2 : 1
  if (extensions & 0x40) bytes++
  if (extensions & 0x30) bytes++
  return bytes
}

/** Pictures in VP8. A key frame that LiveKit made up, without a picture, is left out. */
export function assembleVp8(): Assembler {
  let pieces: Buffer[] | null = null
  let timestamp = 0

  const finish = (): Frame[] => {
    const data = Buffer.concat(pieces ?? [])
    pieces = null
    if (data.length === 0) return []
    const key = ((data[0] ?? 1) & 1) === 0
    if (key && isBlank(data)) return []
    return [{ timestamp, key, data }]
  }

  return {
    take(packet: RtpPacket) {
      const { payload } = packet
      if (payload.length === 0) return []
      const frames: Frame[] = []
      const first = payload[0] ?? 0
      const begins = (first & 0x10) !== 0 && (first & 0x07) === 0
      if (begins) {
        if (pieces && timestamp !== packet.timestamp) frames.push(...finish())
        pieces = []
        timestamp = packet.timestamp
      }
      if (!pieces) return frames
      pieces.push(payload.subarray(descriptorBytes(payload)))
      if (packet.marker) frames.push(...finish())
      return frames
    },
    lose() {
      pieces = null
    },
    describe({ data }) {
      if (data.length < KEY_FRAME_HEADER_BYTES) return null
      return { ...sizeOf(data), setup: null }
    },
  }
}

/** RFC 6386, 9.1. */
function sizeOf(data: Buffer): { width: number; height: number } {
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
}

function isBlank(data: Buffer): boolean {
  return data.length < KEY_FRAME_HEADER_BYTES || sizeOf(data).width <= BLANK_PIXELS
}
