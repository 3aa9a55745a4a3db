import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { findFfmpeg } from '#platform/ffmpeg.server.ts'
import type { Assembler, Frame } from './frame.server.ts'
import { assembleH264 } from './h264.server.ts'
import { createMediaFile, type MediaFile } from './media-file.server.ts'
import { assembleOpus } from './opus.server.ts'
import { receiveTrack } from './receive-track.server.ts'
import { makeReorderer } from './reorder.server.ts'
import { readRtp } from './rtp.server.ts'
import { assembleVp8 } from './vp8.server.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'palier-recorder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SSRC = 77
const VP8_FRAME_MS = 40

/** A packet as it comes over the network. */
function packet(sequence: number, timestamp: number, marker: boolean, payload: Buffer, payloadType = 96): Buffer {
  const header = Buffer.alloc(12)
  header[0] = 0x80
  header[1] = (marker ? 0x80 : 0) | payloadType
  header.writeUInt16BE(sequence & 0xffff, 2)
  header.writeUInt32BE(timestamp >>> 0, 4)
  header.writeUInt32BE(SSRC, 8)
  return Buffer.concat([header, payload])
}

/** A VP8 frame of 640 × 360; its content is its number. */
function vp8Frame(number: number, key: boolean, bytes: number): Buffer {
  const data = Buffer.alloc(Math.max(bytes, 20), number & 0xff)
  data[0] = key ? 0 : 1
  Buffer.from([0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]).copy(data, 3)
  data.writeUInt32BE(number, 12)
  return data
}
const numberOf = ({ data }: Frame) => data.readUInt32BE(12)

/** Cuts a frame into packets of `pieceBytes`. */
function cutVp8(data: Buffer, pieceBytes: number): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < data.length; at += pieceBytes) {
    // With a picture id of 15 bits, as LiveKit sends it.
    pieces.push(Buffer.concat([Buffer.from([0x80 | (at === 0 ? 0x10 : 0), 0x80, 0x81, 0x02]), data.subarray(at, at + pieceBytes)]))
  }
  return pieces
}

interface Sent {
  bytes: Buffer
  frame: number
}

/** Frames on their way: some packets are lost, some come twice, some late. The first packet comes first. */
const journeys = fc
  .record({
    firstSequence: fc.integer({ min: 0, max: 0xffff }),
    firstTimestamp: fc.integer({ min: 0, max: 0xffffffff }),
    frames: fc.array(fc.record({ bytes: fc.integer({ min: 20, max: 120 }), paddingAfter: fc.boolean() }), { minLength: 1, maxLength: 40 }),
    fates: fc.array(fc.constantFrom('comes', 'comes', 'comes', 'comes', 'twice', 'late', 'lost'), { minLength: 300, maxLength: 300 }),
  })
  .map(({ firstSequence, firstTimestamp, frames, fates }) => {
    const sent: Sent[] = []
    frames.forEach(({ bytes, paddingAfter }, frame) => {
      const pieces = cutVp8(vp8Frame(frame, frame === 0, bytes), 40)
      pieces.forEach((piece, index) => {
        const timestamp = firstTimestamp + frame * VP8_FRAME_MS * 90
        sent.push({ bytes: packet(firstSequence + sent.length, timestamp, index === pieces.length - 1, piece), frame })
      })
      if (paddingAfter) sent.push({ bytes: packet(firstSequence + sent.length, 0, false, Buffer.alloc(0)), frame: -1 })
    })
    const arrivals: { at: number; bytes: Buffer }[] = []
    const lostFrames = new Set<number>()
    sent.forEach(({ bytes, frame }, index) => {
      const fate = index === 0 ? 'comes' : (fates[index] ?? 'comes')
      if (fate === 'lost') lostFrames.add(frame)
      else arrivals.push({ at: index + (fate === 'late' ? 12.5 : 0), bytes })
      if (fate === 'twice') arrivals.push({ at: index + 5.5, bytes })
    })
    arrivals.sort((a, b) => a.at - b.at)
    const whole = frames.map((_, frame) => frame).filter((frame) => !lostFrames.has(frame))
    return { arrivals, whole }
  })

/** Puts packets into order and into frames, a millisecond from one to the next. */
function assemble(arrivals: readonly { bytes: Buffer }[], assembler: Assembler): Frame[] {
  const reorderer = makeReorderer()
  const frames: Frame[] = []
  const take = (ordered: ReturnType<typeof reorderer.push>) => {
    for (const one of ordered) {
      if ('packet' in one) frames.push(...assembler.take(one.packet))
      else assembler.lose()
    }
  }
  arrivals.forEach(({ bytes }, index) => {
    const read = readRtp(bytes)
    if (read) take(reorderer.push(read, index))
  })
  take(reorderer.tick(arrivals.length + 10_000))
  return frames
}

test('the frames that come out are exactly those whose packets all came, in order, whatever was lost, late or doubled', () => {
  fc.assert(
    fc.property(journeys, ({ arrivals, whole }) => {
      const frames = assemble(arrivals, assembleVp8())
      expect(frames.map(numberOf)).toEqual(whole)
      for (const frame of frames) expect(frame.data.subarray(20).every((byte) => byte === (numberOf(frame) & 0xff))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('sound: each packet that came, once, in order', () => {
  const order = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 })
  fc.assert(
    fc.property(order, fc.integer({ min: 0, max: 0xffff }), (later, first) => {
      const arrivals = [0, ...later].map((number) => ({
        bytes: packet(first + number, number * 960, true, Buffer.from([0x78, number + 1])),
      }))
      const numbers = assemble(arrivals, assembleOpus()).map(({ data }) => (data[1] ?? 0) - 1)
      expect(numbers).toEqual([...new Set([0, ...later])].sort((a, b) => a - b))
    }),
  )
})

describe('H.264', () => {
  /** 640 × 480, Constrained Baseline, as a browser sends it. */
  const sequenceParameters = Buffer.from('6742c01f8c8d40501e900f08846a', 'hex')
  const pictureParameters = Buffer.from('68ce3c80', 'hex')
  const slice = (type: number, number: number, bytes = 30) => Buffer.concat([Buffer.from([0x60 | type]), Buffer.alloc(bytes, number)])
  const many = (...units: Buffer[]) =>
    Buffer.concat([Buffer.from([0x78]), ...units.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])])
  const pieces = (unit: Buffer, pieceBytes: number) => {
    const cut: Buffer[] = []
    for (let at = 1; at < unit.length; at += pieceBytes) {
      const edge = (at === 1 ? 0x80 : 0) | (at + pieceBytes >= unit.length ? 0x40 : 0)
      cut.push(Buffer.concat([Buffer.from([0x7c, edge | ((unit[0] ?? 0) & 0x1f)]), unit.subarray(at, at + pieceBytes)]))
    }
    return cut
  }
  const arrivalsOf = (frames: Buffer[][], lost: (packet: number) => boolean = () => false) => {
    let sequence = 0
    return frames.flatMap((payloads, frame) =>
      payloads.flatMap((payload, index) => {
        const bytes = packet(sequence, frame * 3000, index === payloads.length - 1, payload)
        return lost(sequence++) ? [] : [{ bytes }]
      }),
    )
  }

  test('units in packets of one, of many and in pieces become what Matroska holds', () => {
    const key = slice(5, 1, 100)
    const frames = assemble(arrivalsOf([[many(sequenceParameters, pictureParameters), ...pieces(key, 30)], [slice(1, 2)]]), assembleH264())
    expect(frames.map((frame) => frame.key)).toEqual([true, false])
    const lengths: number[] = []
    const data = frames[0]?.data ?? Buffer.alloc(0)
    for (let at = 0; at < data.length; at += 4 + data.readUInt32BE(at)) lengths.push(data.readUInt32BE(at))
    expect(lengths).toEqual([sequenceParameters.length, pictureParameters.length, key.length])
    expect(data.subarray(-key.length).equals(key)).toBe(true)
  })

  test('says how large its pictures are, and what a decoder is to be told', () => {
    const assembler = assembleH264()
    const [frame] = assemble(arrivalsOf([[many(sequenceParameters, pictureParameters, slice(5, 1))]]), assembler)
    const described = frame && assembler.describe(frame)
    expect(described).toMatchObject({ width: 640, height: 480 })
    expect(described?.setup?.subarray(0, 4).toString('hex')).toBe('0142c01f')
  })

  test('a frame of which a packet is missing never comes out, and the ones after it do', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 20 }), (lost) => {
        const frames = Array.from({ length: 20 }, (_, number) => pieces(slice(number === 0 ? 5 : 1, number, 60), 20))
        const numbers = assemble(
          arrivalsOf(frames, (sequence) => lost.includes(sequence)),
          assembleH264(),
        ).map(({ data }) => data[6] ?? -1)
        const whole = frames.map((_, number) => number).filter((number) => ![0, 1, 2].some((piece) => lost.includes(number * 3 + piece)))
        const surely = whole.filter((number) => number === 0 || !lost.includes(number * 3 - 1))
        expect(numbers.filter((number) => !whole.includes(number))).toEqual([])
        expect(surely.filter((number) => !numbers.includes(number))).toEqual([])
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      }),
    )
  })
})

function receiver() {
  let nowMs = 0
  const asked: string[] = []
  const begun: { file: string; ptsMs: number; width: number | null }[] = []
  const ended: { frames: number; lostPackets: number }[] = []
  const written: { ms: number; number: number }[] = []
  const clocks: { wallMs: number; elapsedMs: number }[] = []
  const made = receiveTrack({
    codec: 'vp8',
    nowMs: () => nowMs,
    send: (report) => asked.push({ 201: 'report', 205: 'nack', 206: 'pli' }[report[1] ?? 0] ?? 'unknown'),
    begin: ({ ptsMs, ...description }) => {
      const file = path.join(folder, `${crypto.randomUUID()}.webm`)
      begun.push({ file, ptsMs, width: description.width })
      const media = createMediaFile(file, 'vp8', description)
      const spied: MediaFile = {
        ...media,
        write: (ms, frame) => {
          written.push({ ms, number: numberOf(frame) })
          media.write(ms, frame)
        },
      }
      return spied
    },
    onClock: (_, wallMs, elapsedMs) => clocks.push({ wallMs, elapsedMs }),
    onEnd: (media, lostPackets) => ended.push({ frames: media.frames(), lostPackets }),
  })
  let sequence = 0
  return {
    ...made,
    asked,
    begun,
    ended,
    written,
    clocks,
    at: (ms: number) => {
      nowMs = ms
      made.tick()
    },
    lose: () => sequence++,
    send: (number: number, timestampMs: number, key = false) => {
      const read = readRtp(packet(sequence++, timestampMs * 90, true, cutVp8(vp8Frame(number, key, 60), 200)[0] ?? Buffer.alloc(0)))
      if (read) made.take(read)
    },
  }
}

test('a file begins with a key frame, asked for every second until it comes', () => {
  const track = receiver()
  track.at(1000)
  track.send(1, 0)
  for (const ms of [1050, 1500, 2100, 3200]) track.at(ms)
  expect(track.asked).toEqual(['pli', 'pli', 'pli'])
  expect(track.begun).toEqual([])
  track.send(2, 2000, true)
  expect(track.begun).toMatchObject([{ ptsMs: 3200, width: 640 }])
  expect(track.written).toEqual([{ ms: 3200, number: 2 }])
})

test('a missing packet is asked for, then given up after 300 ms; the picture goes on from the next key frame', () => {
  const track = receiver()
  track.at(0)
  track.send(1, 0, true)
  track.lose()
  track.at(40)
  track.send(3, 80)
  expect(track.asked).toEqual(['nack'])
  track.at(120)
  track.at(200)
  expect(track.asked).toEqual(['nack', 'nack', 'nack'])
  track.at(400)
  expect(track.asked.at(-1)).toBe('pli')
  track.send(4, 420)
  track.send(5, 460, true)
  expect(track.written.map(({ number }) => number)).toEqual([1, 5])
  track.close()
  expect(track.ended).toEqual([{ frames: 2, lostPackets: 1 }])
})

test('a sender’s clock that jumps ends the file, and another begins with its next key frame', () => {
  const track = receiver()
  track.send(0, 0, true)
  const hourMs = 3_600_000
  for (let number = 1; number < 20; number++) {
    track.at(number * 40)
    track.send(number, hourMs + number * 40)
  }
  expect(track.ended).toHaveLength(1)
  track.at(1000)
  track.send(30, hourMs + 1000, true)
  expect(track.begun).toMatchObject([{ ptsMs: 0 }, { ptsMs: 1000 }])
})

test('the sender’s wall clock is told at an instant of the file', () => {
  const track = receiver()
  track.at(500)
  track.send(1, 10_000, true)
  const report = Buffer.alloc(28)
  report.writeUInt16BE(0x80c8, 0)
  report.writeUInt16BE(6, 2)
  report.writeUInt32BE(SSRC, 4)
  report.writeUInt32BE(2_208_988_800 + 1_000, 8)
  report.writeUInt32BE(2 ** 31, 12)
  report.writeUInt32BE(12_000 * 90, 16)
  track.takeReport(report)
  expect(track.clocks).toEqual([{ wallMs: 1_000_500, elapsedMs: 2_000 }])
})

test('what is on disk can be read at every moment, as if the process were gone', () => {
  const track = receiver()
  for (let number = 0; number < 50; number++) {
    track.at(number * 40)
    track.send(number, number * 40, number % 25 === 0)
  }
  track.report()
  const args = ['-v', 'error', '-count_packets', '-show_entries', 'stream=codec_name,nb_read_packets', '-of', 'csv=p=0']
  const probe = () => execFileSync(findFfmpeg()?.ffprobe ?? 'ffprobe', [...args, track.begun[0]?.file ?? ''], { encoding: 'utf8' }).trim()
  expect(probe()).toBe('vp8,50')
  track.close()
  expect(probe()).toBe('vp8,50')
})
