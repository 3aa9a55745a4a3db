import type { TrackKind } from '#prisma/generated/enums.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import type { StretchEvent } from '#rooms/recordings/stretch-log.server.ts'
import { type ClockFit, type ClockSample, fitClock, median } from './fit-clock.server.ts'

/** A file of a stretch, and what its log tells of it. Times are in milliseconds on the stretch's own clock. */
export interface StretchFile {
  file: string
  who: string
  name: string
  kind: TrackKind
  codec: 'opus' | 'vp8' | 'h264'
  width: number | null
  height: number | null
  /** Its first frame, put right by the senders' clocks. */
  startMs: number
  drift: number
  /** When its sender stopped, which for a picture that stood still is after its last frame. Null: unknown. */
  closedMs: number | null
  /** When nothing was sent on it; the last one may go on for ever. */
  mutes: Stretch[]
}

export interface ReadStretch {
  files: StretchFile[]
  /** Who was heard when. */
  speech: (Stretch & { who: string })[]
}

/**
 * Reads what a stretch's log tells. A log that breaks off (the recorder died) tells as much as it has: what was going on then, goes on to
 * the end.
 */
export function readStretch(events: readonly StretchEvent[]): ReadStretch {
  const start = events.find((event) => event.e === 'start')
  const begun = events.filter((event) => event.e === 'track')
  const fits = new Map<string, ClockFit>()
  for (const { file, ptsMs } of begun) {
    const samples = events.filter(
      (event): event is StretchEvent & { e: 'clock' } & ClockSample => event.e === 'clock' && event.file === file,
    )
    const fit = start && fitClock(samples, start.wall + ptsMs)
    if (fit) fits.set(file, fit)
  }
  // All files of a stretch are off by about as much: what came of a sender without reports, is moved as the others were.
  const usual: ClockFit = { shiftMs: fits.size > 0 ? median([...fits.values()].map(({ shiftMs }) => shiftMs)) : 0, drift: 0 }
  const files = begun.map(({ file, who, name, kind, codec, width, height, ptsMs, muted, t }) => {
    const { shiftMs, drift } = fits.get(file) ?? usual
    const switches = events.flatMap((event) =>
      (event.e === 'mute' || event.e === 'unmute') && event.file === file ? [{ t: event.t, on: event.e === 'mute' }] : [],
    )
    const closedMs = events.find((event) => event.e === 'end' && event.file === file)?.t ?? null
    const mutes = spans([...(muted ? [{ t: Math.min(t, ptsMs), on: true }] : []), ...switches])
    return { file, who, name, kind, codec, width, height, startMs: ptsMs + shiftMs, drift, closedMs, mutes }
  })
  const speakers = new Set(events.flatMap((event) => (event.e === 'speak' ? [event.who] : [])))
  const speech = [...speakers].flatMap((who) => {
    const switches = events.flatMap((event) => {
      if (!('who' in event) || event.who !== who) return []
      if (event.e === 'speak') return [{ t: event.t, on: true }]
      return event.e === 'quiet' || event.e === 'leave' ? [{ t: event.t, on: false }] : []
    })
    return spans(switches).map((span) => ({ ...span, who }))
  })
  return { files, speech: speech.sort((a, b) => a.startMs - b.startMs) }
}

/** The stretches of time between "on" and the next "off"; the last one may be open. */
function spans(switches: readonly { t: number; on: boolean }[]): Stretch[] {
  const found: Stretch[] = []
  let since: number | null = null
  for (const { t, on } of switches) {
    if (on) since ??= t
    else if (since !== null) {
      found.push({ startMs: since, endMs: t })
      since = null
    }
  }
  if (since !== null) found.push({ startMs: since, endMs: Number.POSITIVE_INFINITY })
  return found
}
