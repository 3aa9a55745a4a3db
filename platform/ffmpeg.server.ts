import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { env } from '#platform/env.server.ts'

/** There is no ffmpeg on this machine (yet). */
export class FfmpegMissing extends Error {
  override readonly name = 'FfmpegMissing'

  constructor() {
    super('ffmpeg and ffprobe are neither on the PATH nor where FFMPEG_PATH says')
  }
}

const WORDS_KEPT = 2_000
const programs = (folder: string, ffmpeg = 'ffmpeg') => {
  const ending = process.platform === 'win32' ? '.exe' : ''
  return { ffmpeg: path.join(folder, ffmpeg + ending), ffprobe: path.join(folder, `ffprobe${ending}`) }
}

/** Where ffmpeg and ffprobe are; null where they are not. Asked anew each time: they may be installed while this runs. */
export function findFfmpeg(): { ffmpeg: string; ffprobe: string } | null {
  const own = env.FFMPEG_PATH
  const places = own
    ? [{ ...programs(path.dirname(own)), ffmpeg: own }, programs(own)]
    : (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => programs(folder))
  return places.find(({ ffmpeg, ffprobe }) => existsSync(ffmpeg) && existsSync(ffprobe)) ?? null
}

/**
 * Runs ffmpeg on media files, so that it is in nobody's way: at the lowest priority, with one thread for each filter graph.
 *
 * @param onLine hears each line that it writes to its standard output
 * @throws FfmpegMissing; Error with its last words where it fails
 */
export async function runFfmpeg(args: readonly string[], options: RunOptions = {}): Promise<void> {
  const { ffmpeg } = requireFfmpeg()
  await run(ffmpeg, ['-nostdin', '-hide_banner', '-y', ...args], options)
}

/** What ffprobe says of a file: the value of each entry (`stream=width,height`, `format=duration`), in order, as it writes them. */
export async function probeMedia(file: string, entries: string, options: RunOptions = {}): Promise<string[]> {
  const { ffprobe } = requireFfmpeg()
  const lines: string[] = []
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'default=noprint_wrappers=1:nokey=1', file]
  await run(ffprobe, args, { ...options, onLine: (line) => void lines.push(line) })
  return lines
}

interface RunOptions {
  signal?: AbortSignal
  onLine?: (line: string) => void
}

function requireFfmpeg() {
  const found = findFfmpeg()
  if (!found) throw new FfmpegMissing()
  return found
}

async function run(program: string, args: readonly string[], { signal, onLine }: RunOptions): Promise<void> {
  const unix = process.platform !== 'win32'
  // Tests wait for it, and would starve beside each other.
  const niceness = env.NODE_ENV === 'test' ? '0' : '19'
  const child = spawn(unix ? 'nice' : program, unix ? ['-n', niceness, program, ...args] : args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  if (!unix && child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW)
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-WORDS_KEPT)
  })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine?.(line)
  })
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, killedBy) => resolve(exit ?? killedBy ?? 'no code'))
  })
  if (rest !== '') onLine?.(rest)
  if (code !== 0) throw new Error(`${path.basename(program)} ended with ${code}: ${words.trim().split('\n').slice(-3).join(' | ')}`)
}
