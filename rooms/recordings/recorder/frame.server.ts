import type { RtpPacket } from './rtp.server.ts'

/** What one instant's picture or sound is encoded to. */
export interface Frame {
  /** By the stream's own clock. */
  timestamp: number
  /** Can be decoded without the ones before it. */
  key: boolean
  data: Buffer
}

/** Makes frames out of packets that come in order. */
export interface Assembler {
  take(packet: RtpPacket): Frame[]
  /** Packets are missing here: a frame of which one is missing is never given. */
  lose(): void
  /** What a file must say before this key frame; null where it is not known yet. */
  describe(frame: Frame): Description | null
}

export interface Description {
  width: number | null
  height: number | null
  /** What the decoder is told before the first frame: Matroska's CodecPrivate. */
  setup: Buffer | null
}
