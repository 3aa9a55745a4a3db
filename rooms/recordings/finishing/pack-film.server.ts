import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import { runFfmpeg } from '#platform/ffmpeg.server.ts'
import type { Strip } from '#rooms/recordings/contract.ts'
import { HEADROOM_DB, SAMPLES_PER_MS } from './mix-sound.server.ts'
import { FRAMES_PER_SECOND } from './plan-film.server.ts'

const STRIP_COLUMNS = 10
const MOST_THUMBNAILS = 100
const LEAST_APART_MS = 4_000
const THUMBNAIL = { width: 160, height: 90 }

/** Puts the pictures' segments and the parts of the sound together: one MP4 that can be played while it is loaded, and seeks. */
export async function packFilm(segments: readonly string[], sounds: readonly string[], to: string, signal?: AbortSignal): Promise<void> {
  const folder = path.dirname(to)
  const pictures = path.join(folder, 'pictures.h264')
  const sound = path.join(folder, 'sound.pcm')
  await join(segments, pictures)
  await join(sounds, sound)
  const draft = `${to}.part`
  // 0.95 of full scale is where AAC does not clip yet.
  const level = `volume=${HEADROOM_DB}dB,alimiter=limit=0.89:attack=5:release=80:level=disabled`
  await runFfmpeg(
    [
      ...['-v', 'error', '-r', String(FRAMES_PER_SECOND), '-f', 'h264', '-i', pictures],
      ...['-f', 's16le', '-ar', String(SAMPLES_PER_MS * 1000), '-ac', '1', '-i', sound],
      ...['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-af', level, '-c:a', 'aac', '-b:a', '96k'],
      ...['-movflags', '+faststart', '-f', 'mp4', draft],
    ],
    { signal },
  )
  await rm(pictures)
  await rm(sound)
  await rename(draft, to)
}

async function join(files: readonly string[], to: string): Promise<void> {
  await rm(to, { force: true })
  for (const file of files) await pipeline(createReadStream(file), createWriteStream(to, { flags: 'a' }))
}

/** The film at one instant, as a WebP. */
export async function drawPoster(film: string, atMs: number, to: string, signal?: AbortSignal): Promise<void> {
  const png = `${to}.png`
  await runFfmpeg(['-v', 'error', '-ss', (atMs / 1000).toFixed(3), '-i', film, '-frames:v', '1', png], { signal })
  await sharp(png).webp({ quality: 80 }).toFile(to)
  await rm(png)
}

/** Small pictures of the whole film in one WebP, read from key frames only, and how they lie in it. */
export async function drawStrip(film: string, durationMs: number, to: string, signal?: AbortSignal): Promise<Strip> {
  const everyMs = Math.max(LEAST_APART_MS, Math.ceil(durationMs / MOST_THUMBNAILS / 1000) * 1000)
  const count = Math.max(1, Math.ceil(durationMs / everyMs))
  const columns = Math.min(count, STRIP_COLUMNS)
  const rows = Math.ceil(count / columns)
  const png = `${to}.png`
  const { width, height } = THUMBNAIL
  // The last frame stays: where the film ends just after the last picture would be taken, there is one.
  const picture = `tpad=stop_mode=clone:stop_duration=${everyMs / 1000},fps=1000/${everyMs}:start_time=0:round=near,scale=${width}:${height},tile=${columns}x${rows}`
  await runFfmpeg(['-v', 'error', '-skip_frame', 'nokey', '-i', film, '-vf', picture, '-frames:v', '1', png], { signal })
  await sharp(png).webp({ quality: 70 }).toFile(to)
  await rm(png)
  return { columns, rows, ...THUMBNAIL, everyMs }
}
