import type { Description } from './frame.server.ts'

export type Codec = 'opus' | 'vp8' | 'h264'

/** The names of what a file is made of (RFC 9559). */
const ID = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  ebmlMaxIdLength: 0x42f2,
  ebmlMaxSizeLength: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  flagLacing: 0x9c,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const

const CODEC_IDS = { opus: 'A_OPUS', vp8: 'V_VP8', h264: 'V_MPEG4/ISO/AVC' } as const
const NANOSECONDS_PER_MS = 1_000_000
const OPUS_PRE_ROLL_NS = 80_000_000
const TRACK = 1
const VIDEO = 1
const AUDIO = 2
/** Up to the end of the file, wherever that will be: nothing that is written has to be changed later. */
const UNKNOWN_SIZE = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])

/** The beginning of a file with one track: WebM, or Matroska for what WebM does not know. Times in it are milliseconds. */
export function writeFileHeader(codec: Codec, { width, height, setup }: Description): Buffer {
  const media =
    codec === 'opus'
      ? [
          element(ID.codecDelay, 0),
          element(ID.seekPreRoll, OPUS_PRE_ROLL_NS),
          element(ID.audio, [element(ID.samplingFrequency, float(48_000)), element(ID.channels, 2)]),
        ]
      : [element(ID.video, [element(ID.pixelWidth, width ?? 0), element(ID.pixelHeight, height ?? 0)])]
  return Buffer.concat([
    element(ID.ebml, [
      element(ID.ebmlVersion, 1),
      element(ID.ebmlReadVersion, 1),
      element(ID.ebmlMaxIdLength, 4),
      element(ID.ebmlMaxSizeLength, 8),
      element(ID.docType, Buffer.from(codec === 'h264' ? 'matroska' : 'webm')),
      element(ID.docTypeVersion, 4),
      element(ID.docTypeReadVersion, 2),
    ]),
    unsigned(ID.segment),
    UNKNOWN_SIZE,
    element(ID.info, [
      element(ID.timestampScale, NANOSECONDS_PER_MS),
      element(ID.muxingApp, Buffer.from('Palier')),
      element(ID.writingApp, Buffer.from('Palier')),
    ]),
    element(ID.tracks, [
      element(ID.trackEntry, [
        element(ID.trackNumber, TRACK),
        element(ID.trackUid, TRACK),
        element(ID.flagLacing, 0),
        element(ID.trackType, codec === 'opus' ? AUDIO : VIDEO),
        element(ID.codecId, Buffer.from(CODEC_IDS[codec])),
        ...(setup ? [element(ID.codecPrivate, setup)] : []),
        ...media,
      ]),
    ]),
  ])
}

/** Begins a run of frames; the ones in it lie 32 s after its beginning at most. */
export function writeCluster(startMs: number): Buffer {
  return Buffer.concat([unsigned(ID.cluster), UNKNOWN_SIZE, element(ID.timestamp, startMs)])
}

/** One frame, `afterMs` after the beginning of its run. */
export function writeBlock(afterMs: number, key: boolean, data: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head[0] = 0x80 | TRACK
  head.writeInt16BE(afterMs, 1)
  head[3] = key ? 0x80 : 0
  return Buffer.concat([unsigned(ID.simpleBlock), size(data.length + head.length), head, data])
}

function element(id: number, content: number | Buffer | Buffer[]): Buffer {
  const bytes = typeof content === 'number' ? unsigned(content) : Array.isArray(content) ? Buffer.concat(content) : content
  return Buffer.concat([unsigned(id), size(bytes.length), bytes])
}

function unsigned(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.unshift(rest % 256)
    rest = Math.floor(rest / 256)
  } while (rest > 0)
  return Buffer.from(bytes)
}

/** A length, in as few bytes as it takes (RFC 8794, 4). */
function size(length: number): Buffer {
  let bytes = 1
  while (length >= 2 ** (7 * bytes) - 1) bytes++
  const written = Buffer.alloc(bytes)
  let rest = length
  for (let at = bytes - 1; at >= 0; at--) {
    written[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  written[0] = (written[0] ?? 0) | (1 << (8 - bytes))
  return written
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}
