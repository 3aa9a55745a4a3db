import path from 'node:path'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'

/**
 * What the embedded recorder leaves of a stretch: a folder with a file for each track, and `log.jsonl`, a line an event. The log is all
 * that finishing needs to know; it is only ever appended to, so that after a crash everything but its last line can be read.
 *
 * `t`: milliseconds since the stretch began, by the recorder's monotonic clock; times inside the files count from there too.
 */
const who = z.string()
const file = z.string().regex(/^\d{2,4}\.(webm|mkv)$/)
const at = { t: z.number() }

export const stretchEventSchema = z.discriminatedUnion('e', [
  /** Always first. `wall`: milliseconds since 1970. */
  z.object({ ...at, e: z.literal('start'), wall: z.number(), recordingId: z.uuid(), stretch: z.number().int() }),
  /** `who`: the participant's identity, which is a member's id. */
  z.object({ ...at, e: z.literal('join'), who, name: z.string() }),
  z.object({ ...at, e: z.literal('leave'), who }),
  /** A track's file was begun: its first frame is at `ptsMs`. */
  z.object({
    ...at,
    e: z.literal('track'),
    file,
    who,
    name: z.string(),
    kind: z.enum(['camera', 'microphone', 'screen', 'screenAudio']),
    codec: z.enum(['opus', 'vp8', 'h264']),
    ptsMs: z.number(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    muted: z.boolean(),
  }),
  z.object({ ...at, e: z.enum(['mute', 'unmute']), file }),
  /**
   * A sender report: the sender's own wall clock, in milliseconds, at `elapsedMs` after the file's first frame by its RTP clock. The
   * median over a file of `wallMs - start.wall - (ptsMs + elapsedMs)` is what its times are to be moved by.
   */
  z.object({ ...at, e: z.literal('clock'), file, wallMs: z.number(), elapsedMs: z.number() }),
  z.object({ ...at, e: z.enum(['speak', 'quiet']), who }),
  /** A track's file is closed. */
  z.object({
    ...at,
    e: z.literal('end'),
    file,
    frames: z.number().int(),
    bytes: z.number().int(),
    lostPackets: z.number().int(),
    lastMs: z.number(),
  }),
  z.object({ ...at, e: z.literal('stop'), why: z.string() }),
])
export type StretchEvent = z.infer<typeof stretchEventSchema>

/** Where a recording's stretches are written until it is finished: one folder a stretch, by number. */
export function recordingFolder(recordingId: string): string {
  return path.join(env.PALIER_DATA_DIR, 'recordings', z.uuid().parse(recordingId))
}

export function stretchFolder(recordingId: string, stretch: number): string {
  return path.join(recordingFolder(recordingId), String(stretch))
}

export const STRETCH_LOG = 'log.jsonl'

/** The events of a log, in order; a line that was half written when the recorder died is left out. */
export function readStretchLog(text: string): StretchEvent[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return []
    try {
      const parsed = stretchEventSchema.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}
