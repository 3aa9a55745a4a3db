import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSenderReports, writeNack, writePictureLoss, writeReceiverReport } from './rtcp.server.ts'
import { isRtcp, readRtp } from './rtp.server.ts'

test('a request for packets names each that is missing, and no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffff }),
      fc.uniqueArray(fc.integer({ min: 0, max: 150 }), { minLength: 1 }),
      (first, offsets) => {
        const missing = offsets.sort((a, b) => a - b).map((offset) => (first + offset) & 0xffff)
        const bytes = writeNack(9, missing)
        const named: number[] = []
        for (let at = 12; at < bytes.length; at += 4) {
          const base = bytes.readUInt16BE(at)
          named.push(base)
          for (let bit = 0; bit < 16; bit++) if (bytes.readUInt16BE(at + 2) & (1 << bit)) named.push((base + bit + 1) & 0xffff)
        }
        expect(named).toEqual(missing)
        expect(bytes.readUInt16BE(2)).toBe(bytes.length / 4 - 1)
      },
    ),
  )
})

test('whatever comes over the network is read or passed over, and never an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
      const bytes = Buffer.from(array)
      const packet = readRtp(bytes)
      expect(packet === null || packet.payload.length <= bytes.length).toBe(true)
      expect(Array.isArray(readSenderReports(bytes))).toBe(true)
    }),
  )
})

test('reports are told from media', () => {
  expect([writePictureLoss(1), writeNack(1, [2]), writeReceiverReport(1, 2)].map(isRtcp)).toEqual([true, true, true])
  expect(isRtcp(Buffer.from([0x80, 0xe0, 0, 0]))).toBe(false)
})
