import { runFfmpeg } from '#platform/ffmpeg.server.ts'

/** How loud a track is: as a whole, and at its loudest in each tenth of a second. */
export interface Heard {
  /** LUFS (EBU R 128), pauses left out; null: silence. */
  loudness: number | null
  /** 0 to 255, of full scale. */
  peaks: number[]
}

export const PEAK_EVERY_MS = 100
/** Where nothing is louder, the meter says this. */
const SILENCE_LUFS = -69
/** Fills what was not sent, and keeps to the clock of the file by no more than this. */
export const KEEP_TIME = 'aresample=48000:async=1:min_hard_comp=0.03:first_pts=0,aformat=sample_fmts=flt:channel_layouts=mono'

/** Listens to a track once, from its begin to its end. */
export async function hearTrack(file: string, signal?: AbortSignal): Promise<Heard> {
  let loudness = Number.NEGATIVE_INFINITY
  const peaks: number[] = []
  const onLine = (line: string) => {
    if (line.startsWith('lavfi.r128.I=')) loudness = Number(line.slice('lavfi.r128.I='.length))
    else if (line.startsWith('lavfi.astats.Overall.Peak_level=')) {
      const decibels = Number(line.slice('lavfi.astats.Overall.Peak_level='.length))
      peaks.push(Number.isFinite(decibels) ? Math.min(255, Math.round(255 * 10 ** (decibels / 20))) : 0)
    }
  }
  const meter = `${KEEP_TIME},asetnsamples=n=${48 * PEAK_EVERY_MS},ebur128=metadata=1:framelog=verbose`
  const peak = 'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level,ametadata=mode=print:file=-'
  await runFfmpeg(['-v', 'error', '-threads', '1', '-i', file, '-map', '0:a:0', '-af', `${meter},${peak}`, '-f', 'null', '-'], {
    signal,
    onLine,
  })
  return { loudness: loudness > SILENCE_LUFS ? loudness : null, peaks }
}
