import { open } from 'node:fs/promises'
import { probeMedia, runFfmpeg } from '#platform/ffmpeg.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { LEVEL_EVERY_MS } from './cut-pieces.server.ts'

const RATE = 16_000
const BYTES_PER_MS = (RATE * 2) / 1000
const WAV_HEAD_BYTES = 44
/** What was not sent is silence, so that times in it are those of the file. */
const SPEECH = `aresample=${RATE}:async=1:min_hard_comp=0.03:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono`

/**
 * Writes the sound of a media file as engines hear it: bare samples, 16 kHz, mono, 16 bits.
 *
 * @returns how loud it is, a value each tenth of a second (0 to 32,767, a mean); null: the file has no sound
 * @throws FfmpegMissing; Error where the file cannot be read
 */
export async function decodeSound(file: string, to: string, signal?: AbortSignal): Promise<number[] | null> {
  const kinds = await probeMedia(file, 'stream=codec_type', { signal })
  if (!kinds.includes('audio')) return null
  await runFfmpeg(['-v', 'error', '-threads', '1', '-i', file, '-map', '0:a:0', '-af', SPEECH, '-f', 's16le', to], { signal })
  return measureLevels(to)
}

async function measureLevels(file: string): Promise<number[]> {
  const levels: number[] = []
  const block = Buffer.alloc(LEVEL_EVERY_MS * BYTES_PER_MS)
  const sound = await open(file, 'r')
  try {
    for (;;) {
      const { bytesRead } = await sound.read(block, 0, block.length, levels.length * block.length)
      const samples = Math.floor(bytesRead / 2)
      if (samples === 0) return levels
      let squares = 0
      for (let at = 0; at < samples; at++) squares += block.readInt16LE(at * 2) ** 2
      levels.push(Math.round(Math.sqrt(squares / samples)))
    }
  } finally {
    await sound.close()
  }
}

/** Writes a piece of decoded sound as a WAV file. */
export async function writePiece(from: string, { startMs, endMs }: Stretch, to: string): Promise<void> {
  const sound = await open(from, 'r')
  try {
    const wanted = Buffer.alloc((endMs - startMs) * BYTES_PER_MS)
    const { bytesRead } = await sound.read(wanted, 0, wanted.length, startMs * BYTES_PER_MS)
    const piece = await open(to, 'w')
    try {
      await piece.writev([wavHead(bytesRead), wanted.subarray(0, bytesRead)])
    } finally {
      await piece.close()
    }
  } finally {
    await sound.close()
  }
}

function wavHead(bytes: number): Buffer {
  const head = Buffer.alloc(WAV_HEAD_BYTES)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(WAV_HEAD_BYTES - 8 + bytes, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  // PCM, one channel.
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(bytes, 40)
  return head
}
