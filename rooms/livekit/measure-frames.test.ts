import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureFrames } from './measure-frames.server.ts'

const MAX_BYTES = 100_000

/** A masked frame as browsers send it. */
function frame(payloadBytes: number, { final = true, opcode = 2 } = {}): Buffer {
  const first = (final ? 0x80 : 0) | opcode
  if (payloadBytes < 126) return Buffer.concat([Buffer.from([first, 0x80 | payloadBytes]), Buffer.alloc(4 + payloadBytes)])
  const long = payloadBytes > 0xffff
  const length = Buffer.alloc(long ? 8 : 2)
  if (long) length.writeBigUInt64BE(BigInt(payloadBytes))
  else length.writeUInt16BE(payloadBytes)
  return Buffer.concat([Buffer.from([first, 0x80 | (long ? 127 : 126)]), length, Buffer.alloc(4 + payloadBytes)])
}

/** Whether a stream is let through, wherever it is cut. */
function passes(stream: Buffer, cuts: readonly number[]): boolean {
  const measure = measureFrames(MAX_BYTES)
  const at = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]
  return at.slice(1).every((end, index) => measure(stream.subarray(at[index], end)))
}

const cuts = fc.array(fc.nat(), { maxLength: 8 })
const sizes = fc.oneof(fc.constantFrom(0, 1, 125, 126, 65_535, 65_536, MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1), fc.nat(2 * MAX_BYTES))

test('messages pass unless one of them is too large, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(sizes, { maxLength: 4 }), cuts, (messages, cutAt) => {
      const stream = Buffer.concat(messages.map((bytes) => frame(bytes)))
      expect(passes(stream, cutAt)).toBe(messages.every((bytes) => bytes <= MAX_BYTES))
    }),
  )
})

test('the frames of one message count together, with pings between them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(MAX_BYTES / 2), { minLength: 1, maxLength: 6 }), cuts, (parts, cutAt) => {
      const frames = parts.flatMap((bytes, at) => [
        frame(bytes, { final: at === parts.length - 1, opcode: at === 0 ? 2 : 0 }),
        frame(7, { opcode: 9 }),
      ])
      const total = parts.reduce((sum, bytes) => sum + bytes, 0)
      expect(passes(Buffer.concat([...frames, frame(1)]), cutAt)).toBe(total <= MAX_BYTES)
    }),
  )
})

test('a frame that only announces too much is refused by its header', () => {
  expect(measureFrames(MAX_BYTES)(Buffer.from([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]))).toBe(false)
})
