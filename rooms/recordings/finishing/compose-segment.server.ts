import { runFfmpeg } from '#platform/ffmpeg.server.ts'
import { keepWhole } from '#platform/whole-files.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import type { Tile } from './place-tiles.server.ts'
import { type FilmTrack, FRAME_MS, FRAMES_PER_SECOND, type Segment } from './plan-film.server.ts'

/** A track whose picture is shown, and its file. */
export interface PictureTrack extends FilmTrack {
  file: string
}

interface SegmentWork {
  segment: Segment
  tiles: readonly Tile[]
  /** The picture below all others (draw-cards). */
  cards: string
  tracks: readonly PictureTrack[]
  threads: number
  signal?: AbortSignal
  onFrames?: (frames: number) => void
}

/**
 * Makes the pictures of a segment: raw H.264, a whole number of frames without any that look ahead, so that segments are put together by
 * putting their bytes together, and are as long as they say.
 *
 * @throws Error where not every frame came out: ffmpeg can write too few, and say that all went well
 */
export async function composeSegment({ segment, tiles, cards, tracks, threads, signal, onFrames }: SegmentWork, to: string): Promise<void> {
  const frames = framesOf(segment)
  const shown = tiles.flatMap((tile) => tracks.filter((track) => isShownIn(track, tile, segment)).map((track) => ({ track, tile })))
  const inputs = ['-loop', '1', '-framerate', String(FRAMES_PER_SECOND), '-i', cards]
  const chains = ['[0:v]format=yuv420p[below0]']
  for (const [position, { track, tile }] of shown.entries()) {
    inputs.push(...inputOf(track, segment))
    chains.push(chainOf(position + 1, track, tile, segment))
  }
  const draft = `${to}.part`
  let made = 0
  const onLine = (line: string) => {
    const [key, value] = line.split('=')
    if (key !== 'frame') return
    made = Number(value)
    onFrames?.(Math.min(made, frames))
  }
  const one = ['-filter_threads', '1', '-filter_complex_threads', '1']
  const encoding = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '25',
    '-bf',
    '0',
    '-g',
    String(FRAMES_PER_SECOND * 4),
    '-pix_fmt',
    'yuv420p',
  ]
  await runFfmpeg(
    [
      ...['-v', 'error', '-progress', 'pipe:1', ...one, ...inputs, '-filter_complex', chains.join(';'), '-map', `[below${shown.length}]`],
      ...['-frames:v', String(frames), '-r', String(FRAMES_PER_SECOND), ...encoding, '-threads', String(threads), '-f', 'h264', draft],
    ],
    { signal, onLine },
  )
  if (made !== frames) throw new Error(`a segment has ${made} frames instead of ${frames}`)
  await keepWhole(draft, to)
}

export const framesOf = ({ startMs, endMs }: Stretch) => Math.round((endMs - startMs) / FRAME_MS)

function isShownIn(track: PictureTrack, tile: Tile, { startMs, endMs, scene }: Segment): boolean {
  if (track.startMs >= endMs || track.endMs <= startMs) return false
  return tile.isScreen ? track.id === scene.screen : track.kind === 'camera' && track.person === tile.person
}

/**
 * From the key frame before the segment's begin, and not from that begin: a picture that stands still has sent its last frame long
 * before. Sizes change in the middle of a file; the filters cope with that only where they are not made anew.
 */
function inputOf({ file, startMs }: PictureTrack, segment: Segment): string[] {
  const intoMs = segment.startMs - startMs
  const from = intoMs > 0 ? ['-noaccurate_seek', '-ss', seconds(intoMs)] : ['-itsoffset', seconds(-intoMs)]
  return ['-threads', '1', '-reinit_filter', '0', ...from, '-i', file]
}

function chainOf(input: number, track: PictureTrack, { picture, isScreen }: Tile, segment: Segment): string {
  const { x, y, width, height } = picture
  const { startMs, endMs } = segment
  const on = `between(t,${seconds(track.startMs - startMs)},${seconds(Math.min(track.endMs, endMs) - startMs)})`
  const off = track.mutes
    .filter((mute) => mute.startMs < endMs && mute.endMs > startMs)
    .map((mute) => `*not(between(t,${seconds(mute.startMs - startMs)},${seconds(mute.endMs - startMs)}))`)
  const ground = isScreen ? 'black' : '0x262b32'
  return [
    `[${input}:v]scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bilinear`,
    `pad=${width}:${height}:-1:-1:${ground}:eval=frame`,
    'setsar=1',
    'format=yuv420p',
    // The last frame before the begin is the first to be seen.
    `fps=${FRAMES_PER_SECOND}${track.startMs <= startMs ? ':start_time=0' : ''}[picture${input}]`,
  ]
    .join(',')
    .concat(`;[below${input - 1}][picture${input}]overlay=x=${x}:y=${y}:eof_action=repeat:enable='${on}${off.join('')}'[below${input}]`)
}

const seconds = (ms: number) => (ms / 1000).toFixed(3)
