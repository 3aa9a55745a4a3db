import type { Assembler, Frame } from './frame.server.ts'
import { assembleH264 } from './h264.server.ts'
import { type MediaClock, startMediaClock } from './media-clock.server.ts'
import type { MediaFile } from './media-file.server.ts'
import { assembleOpus } from './opus.server.ts'
import { makeReorderer, type Ordered } from './reorder.server.ts'
import { readSenderReports, type SenderReport, writeNack, writePictureLoss, writeReceiverReport } from './rtcp.server.ts'
import type { RtpPacket } from './rtp.server.ts'
import { assembleVp8 } from './vp8.server.ts'
import type { Codec } from './webm.server.ts'

const ASSEMBLERS: Record<Codec, () => Assembler> = { opus: assembleOpus, vp8: assembleVp8, h264: assembleH264 }
const CLOCK_RATES: Record<Codec, number> = { opus: 48_000, vp8: 90_000, h264: 90_000 }
const ASK_FOR_KEY_EVERY_MS = 1_000
/** A picture can be sought at its key frames only, and a browser sends one only when it is asked. */
const KEY_AT_LEAST_EVERY_MS = 10_000
/** A clock that is so far from ours, for so many frames in a row, has jumped: its file ends there, and another begins. */
const JUMP_MS = 2_000
const JUMPED_FRAMES = 10

interface BegunFile {
  codec: Codec
  width: number | null
  height: number | null
  setup: Buffer | null
  ptsMs: number
}

interface ReceiverOptions {
  codec: Codec
  /** Milliseconds since the stretch began. */
  nowMs(): number
  /** Sends a report to the sender. */
  send(report: Buffer): void
  begin(file: BegunFile): MediaFile
  /** The sender's wall clock at an instant of the file. */
  onClock(file: MediaFile, wallMs: number, elapsedMs: number): void
  onEnd(file: MediaFile, lostPackets: number): void
}

/** What comes of one track of one person, from packets to files: one, or more where its clock or its kind of picture changes in the middle. */
export interface Receiver {
  take(packet: RtpPacket): void
  takeReport(bytes: Buffer): void
  /** To be called some twenty times a second: asks again for what is missing, and gives up what does not come. */
  tick(): void
  /** To be called every second: says that we are here, and hands what was written to the operating system. */
  report(): void
  sync(): Promise<void>
  /** The picture is of use from its next key frame on: asks for one. */
  askForKey(): void
  file(): MediaFile | null
  close(): void
}

interface OpenFile {
  media: MediaFile
  clock: MediaClock
  /** When its first frame came. */
  startMs: number
  setup: Buffer | null
  jumped: number
}

export function receiveTrack({ codec, nowMs, send, begin, onClock, onEnd }: ReceiverOptions): Receiver {
  const reorderer = makeReorderer()
  const assembler = ASSEMBLERS[codec]()
  const isPicture = codec !== 'opus'
  let ssrc = 0
  let open: OpenFile | null = null
  let closed = false
  let needsKey = isPicture
  let askedForKeyMs = Number.NEGATIVE_INFINITY
  let lastKeyMs = Number.NEGATIVE_INFINITY
  let lastReport: { reference: number; atMs: number } | null = null
  let lostBefore = 0

  const askForKey = () => {
    if (!isPicture || ssrc === 0) return
    askedForKeyMs = nowMs()
    send(writePictureLoss(ssrc))
  }
  const endFile = () => {
    if (!open) return
    const { media } = open
    open = null
    media.close()
    const lost = reorderer.lostPackets()
    onEnd(media, lost - lostBefore)
    lostBefore = lost
  }
  const beginFile = (frame: Frame): OpenFile | null => {
    const description = assembler.describe(frame)
    if (!description) return null
    const startMs = nowMs()
    const media = begin({ codec, ...description, ptsMs: Math.round(startMs) })
    return { media, clock: startMediaClock(CLOCK_RATES[codec], frame.timestamp), startMs, setup: description.setup, jumped: 0 }
  }
  const write = (frame: Frame) => {
    if (needsKey && !frame.key) return
    if (open && frame.key && hasNewSetup(open, assembler.describe(frame)?.setup ?? null)) endFile()
    open ??= beginFile(frame)
    if (!open) return
    needsKey = false
    if (frame.key) lastKeyMs = nowMs()
    const ms = Math.round(open.startMs + open.clock.follow(frame.timestamp))
    open.jumped = Math.abs(nowMs() - ms) > JUMP_MS ? open.jumped + 1 : 0
    if (open.jumped > JUMPED_FRAMES) {
      endFile()
      needsKey = isPicture
      return
    }
    open.media.write(open.media.frames() === 0 ? ms : Math.max(ms, open.media.lastMs() + 1), frame)
  }
  const takeOrdered = (ordered: readonly Ordered[]) => {
    for (const one of ordered) {
      if ('packet' in one) {
        for (const frame of assembler.take(one.packet)) write(frame)
        continue
      }
      assembler.lose()
      needsKey = isPicture
      askForKey()
    }
  }
  const askForMissing = () => {
    const missing = reorderer.askFor(nowMs())
    if (missing.length > 0) send(writeNack(ssrc, missing))
  }
  const takeSenderReport = (report: SenderReport) => {
    lastReport = { reference: report.reference, atMs: nowMs() }
    if (open) onClock(open.media, report.wallMs, open.clock.measure(report.timestamp))
  }

  return {
    take(packet) {
      if (closed || (ssrc === 0 && packet.payload.length === 0)) return
      ssrc = packet.ssrc
      takeOrdered(reorderer.push(packet, nowMs()))
      askForMissing()
    },
    takeReport(bytes) {
      if (closed) return
      for (const report of readSenderReports(bytes)) if (report.ssrc === ssrc) takeSenderReport(report)
    },
    tick() {
      if (closed || ssrc === 0) return
      takeOrdered(reorderer.tick(nowMs()))
      askForMissing()
      const keyIsOld = open !== null && nowMs() - lastKeyMs > KEY_AT_LEAST_EVERY_MS
      if ((needsKey || keyIsOld) && nowMs() - askedForKeyMs > ASK_FOR_KEY_EVERY_MS) askForKey()
    },
    report() {
      if (closed || ssrc === 0) return
      send(
        writeReceiverReport(
          ssrc,
          reorderer.highest(),
          lastReport ? { reference: lastReport.reference, agoMs: nowMs() - lastReport.atMs } : undefined,
        ),
      )
      open?.media.flush()
    },
    sync: async () => open?.media.sync(),
    askForKey,
    file: () => open?.media ?? null,
    close() {
      if (closed) return
      closed = true
      endFile()
    },
  }
}

function hasNewSetup(open: OpenFile, setup: Buffer | null): boolean {
  return setup !== null && open.setup !== null && !setup.equals(open.setup)
}
