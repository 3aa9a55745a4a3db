import path from 'node:path'
import { probeMedia, runFfmpeg } from '#platform/ffmpeg.server.ts'
import type { StretchFile } from './read-stretch.server.ts'

/** A file as browsers play it: with its duration, and an index to seek by. */
export interface RemuxedFile {
  path: string
  extension: 'webm' | 'mp4'
  mime: string
  durationMs: number
  width: number | null
  height: number | null
}

/**
 * Packs what the recorder wrote anew, without decoding it: a live file has neither duration nor index, and one of a recorder that was
 * killed breaks off anywhere. Its times begin at zero, and the drift of its clock is taken out of them.
 *
 * @returns null where nothing in it can be played
 * @throws FfmpegMissing; Error where ffmpeg fails
 */
export async function remuxFile(
  from: string,
  { codec, drift }: StretchFile,
  folder: string,
  signal?: AbortSignal,
): Promise<RemuxedFile | null> {
  const extension = codec === 'h264' ? 'mp4' : 'webm'
  const to = path.join(folder, `${path.parse(from).name}.${extension}`)
  const scale = drift === 0 ? [] : ['-itsscale', String(1 + drift)]
  const index = extension === 'mp4' ? ['-movflags', '+faststart'] : ['-cues_to_front', '1']
  await runFfmpeg(['-v', 'error', ...scale, '-i', from, '-map', '0:0', '-c', 'copy', ...index, to], { signal })
  const [seconds] = await probeMedia(to, 'format=duration', { signal })
  const durationMs = Math.round(Number(seconds) * 1000)
  if (!(durationMs > 0)) return null
  if (codec === 'opus') return { path: to, extension, mime: 'audio/webm; codecs=opus', durationMs, width: null, height: null }
  const [width, height] = (await probeMedia(to, 'stream=width,height', { signal })).map(Number)
  const mime = codec === 'vp8' ? 'video/webm; codecs=vp8' : `video/mp4; codecs=${await readAvcName(to, signal)}`
  return { path: to, extension, mime, durationMs, width: width ?? null, height: height ?? null }
}

const AVC_PROFILES: Record<string, string> = { 'Constrained Baseline': '42E0', Baseline: '4200', Main: '4D00', High: '6400' }

/** The name of an H.264 stream as RFC 6381 has it: its profile and level. */
async function readAvcName(file: string, signal?: AbortSignal): Promise<string> {
  const [profile = '', level] = await probeMedia(file, 'stream=profile,level', { signal })
  return `avc1.${AVC_PROFILES[profile] ?? '42E0'}${Math.max(Number(level), 0).toString(16).padStart(2, '0').toUpperCase()}`
}
