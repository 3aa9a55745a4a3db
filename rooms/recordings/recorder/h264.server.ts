import type { Assembler, Frame } from './frame.server.ts'
import { readPictureSize } from './h264-size.server.ts'
import type { RtpPacket } from './rtp.server.ts'

/** What a unit holds (ITU-T H.264, table 7-1), and how packets hold units (RFC 6184, table 1). */
const KEY_SLICE = 5
const SEQUENCE_PARAMETERS = 7
const PICTURE_PARAMETERS = 8
const LAST_SINGLE_UNIT = 23
const MANY_UNITS = 24
const PIECE_OF_A_UNIT = 28

/**
 * Pictures in H.264, as MP4 and Matroska hold them: each unit after its length.
 *
 * Nothing says where a frame begins but that the one before it has ended, so what follows a gap is left out up to the end of a frame.
 */
export function assembleH264(): Assembler {
  let units: Buffer[] = []
  let piece: Buffer[] | null = null
  let timestamp: number | null = null
  let broken = false
  let sequenceParameters: Buffer | null = null
  let pictureParameters: Buffer | null = null

  const add = (unit: Buffer) => {
    const type = (unit[0] ?? 0) & 0x1f
    if (type === SEQUENCE_PARAMETERS) sequenceParameters = unit
    if (type === PICTURE_PARAMETERS) pictureParameters = unit
    units.push(unit)
  }
  const finish = (): Frame[] => {
    const whole = units
    const frameTimestamp = timestamp
    units = []
    piece = null
    if (broken || whole.length === 0 || frameTimestamp === null) return []
    const key = whole.some((unit) => ((unit[0] ?? 0) & 0x1f) === KEY_SLICE)
    const data = Buffer.concat(whole.flatMap((unit) => [lengthOf(unit), unit]))
    return [{ timestamp: frameTimestamp, key, data }]
  }

  return {
    take(packet: RtpPacket) {
      const { payload } = packet
      if (payload.length === 0) return []
      const frames: Frame[] = []
      if (timestamp !== null && timestamp !== packet.timestamp) frames.push(...finish())
      timestamp = packet.timestamp
      const type = (payload[0] ?? 0) & 0x1f
      if (type >= 1 && type <= LAST_SINGLE_UNIT) add(payload)
      else if (type === MANY_UNITS) for (const unit of splitUnits(payload)) add(unit)
      else if (type === PIECE_OF_A_UNIT && payload.length > 2) {
        const [indicator = 0, header = 0] = payload
        if (header & 0x80) piece = [Buffer.from([(indicator & 0xe0) | (header & 0x1f)])]
        piece?.push(payload.subarray(2))
        if (header & 0x40 && piece) {
          add(Buffer.concat(piece))
          piece = null
        }
      }
      if (packet.marker) {
        frames.push(...finish())
        timestamp = null
        broken = false
      }
      return frames
    },
    lose() {
      units = []
      piece = null
      broken = true
    },
    describe() {
      if (!sequenceParameters || !pictureParameters || sequenceParameters.length < 4) return null
      return { ...readPictureSize(sequenceParameters), setup: configurationOf(sequenceParameters, pictureParameters) }
    },
  }
}

function lengthOf(unit: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(unit.length)
  return length
}

function splitUnits(payload: Buffer): Buffer[] {
  const units: Buffer[] = []
  for (let at = 1; at + 2 < payload.length; ) {
    const length = payload.readUInt16BE(at)
    units.push(payload.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return units
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
function configurationOf(sequence: Buffer, picture: Buffer): Buffer {
  const sized = (unit: Buffer) => Buffer.concat([Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])
  return Buffer.concat([
    Buffer.from([1]),
    sequence.subarray(1, 4),
    Buffer.from([0xff, 0xe1]),
    sized(sequence),
    Buffer.from([1]),
    sized(picture),
  ])
}
