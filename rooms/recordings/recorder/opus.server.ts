import type { Assembler } from './frame.server.ts'

/** RFC 7845, 5.1: version 1, two channels, 48 kHz. */
const OPUS_HEAD = Buffer.concat([Buffer.from('OpusHead'), Buffer.from([1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0])])

/** Sound as it comes: each packet is a frame (RFC 7587, 4.2). */
export function assembleOpus(): Assembler {
  return {
    take: ({ timestamp, payload }) => (payload.length > 0 ? [{ timestamp, key: true, data: payload }] : []),
    lose() {},
    describe: () => ({ width: null, height: null, setup: OPUS_HEAD }),
  }
}
