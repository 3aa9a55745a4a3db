import { stat, writeFile } from 'node:fs/promises'
import { runFfmpeg } from '#platform/ffmpeg.server.ts'
import { keepWhole } from '#platform/whole-files.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { KEEP_TIME } from './hear-track.server.ts'

export const SAMPLES_PER_MS = 48
/** Mixed so much quieter, so that nothing is cut off before the limiter hears it. */
export const HEADROOM_DB = 9
const BYTES_PER_SAMPLE = 2

/** A track that is heard, its file, and by how many decibels it is made louder. */
export interface SoundTrack extends Stretch {
  file: string
  gainDb: number
}

/**
 * Mixes a part of the sound: samples without any header (16 bits, one channel, 48 kHz), exactly as many as the part is long, so that
 * parts are put together by putting their bytes together. Parts are short: what is not there yet is made of silence, in memory.
 */
export async function mixSound(
  { startMs, endMs }: Stretch,
  tracks: readonly SoundTrack[],
  to: string,
  signal?: AbortSignal,
): Promise<void> {
  const samples = (endMs - startMs) * SAMPLES_PER_MS
  const heard = tracks.filter((track) => track.startMs < endMs && track.endMs > startMs)
  const draft = `${to}.part`
  if (heard.length === 0) await writeFile(draft, Buffer.alloc(samples * BYTES_PER_SAMPLE))
  else {
    const inputs = heard.flatMap((track) => {
      const intoMs = startMs - track.startMs
      return [...(intoMs > 0 ? ['-ss', seconds(intoMs)] : ['-itsoffset', seconds(-intoMs)]), '-threads', '1', '-i', track.file]
    })
    const chains = heard.map(
      ({ gainDb }, position) =>
        `[${position}:a:0]${KEEP_TIME},volume=${(gainDb - HEADROOM_DB).toFixed(2)}dB,apad=whole_len=${samples},atrim=end_sample=${samples}[heard${position}]`,
    )
    const all = heard.map((_, position) => `[heard${position}]`).join('')
    const mix = `${all}amix=inputs=${heard.length}:normalize=0:duration=longest[mix]`
    await runFfmpeg(
      [
        ...['-v', 'error', '-filter_complex_threads', '1', ...inputs, '-filter_complex', [...chains, mix].join(';')],
        ...['-map', '[mix]', '-ac', '1', '-ar', String(SAMPLES_PER_MS * 1000), '-c:a', 'pcm_s16le', '-f', 's16le', draft],
      ],
      { signal },
    )
    const { size } = await stat(draft)
    if (size !== samples * BYTES_PER_SAMPLE)
      throw new Error(`a part of the sound has ${size / BYTES_PER_SAMPLE} samples instead of ${samples}`)
  }
  await keepWhole(draft, to)
}

const seconds = (ms: number) => (ms / 1000).toFixed(3)
