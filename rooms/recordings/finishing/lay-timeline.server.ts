import type { Stretch } from '#rooms/recordings/contract.ts'
import type { ReadStretch, StretchFile } from './read-stretch.server.ts'

/** A file that can be played, and for how long. */
export interface MeasuredFile extends StretchFile {
  durationMs: number
}

export interface MeasuredStretch extends Pick<ReadStretch, 'speech'> {
  number: number
  files: MeasuredFile[]
}

/** Where everything lies on the recording's timeline, in whole milliseconds. */
export interface Timeline<File extends MeasuredFile> {
  durationMs: number
  stretches: { number: number; offsetMs: number; durationMs: number }[]
  tracks: (Stretch & { stretch: number; mutes: Stretch[]; measured: File })[]
  speakers: (Stretch & { memberId: string })[]
}

/**
 * Puts stretches end to end. Each begins with its first frame and ends with its last one, so that waiting for somebody to send something
 * takes no time; one without any file takes none at all.
 */
export function layTimeline<File extends MeasuredFile>(stretches: readonly (MeasuredStretch & { files: File[] })[]): Timeline<File> {
  const timeline: Timeline<File> = { durationMs: 0, stretches: [], tracks: [], speakers: [] }
  for (const { number, files, speech } of stretches.toSorted((a, b) => a.number - b.number)) {
    const offsetMs = timeline.durationMs
    const firstMs = files.length > 0 ? Math.min(...files.map(({ startMs }) => startMs)) : 0
    const lastMs = files.length > 0 ? Math.max(...files.map(({ startMs, durationMs }) => startMs + durationMs)) : 0
    const durationMs = Math.round(lastMs - firstMs)
    const place = (ms: number) => Math.round(offsetMs + ms - firstMs)
    for (const measured of files) {
      const whole = { startMs: place(measured.startMs), endMs: place(measured.startMs + measured.durationMs) }
      const mutes = within(
        whole,
        measured.mutes.map((mute) => ({ startMs: place(mute.startMs), endMs: place(mute.endMs) })),
      )
      timeline.tracks.push({ ...whole, stretch: number, mutes, measured })
    }
    for (const { who, ...span } of speech) {
      const stretch = { startMs: offsetMs, endMs: offsetMs + durationMs }
      for (const part of within(stretch, [{ startMs: place(span.startMs), endMs: place(span.endMs) }])) {
        timeline.speakers.push({ memberId: who, ...part })
      }
    }
    timeline.stretches.push({ number, offsetMs, durationMs })
    timeline.durationMs += durationMs
  }
  return timeline
}

/** The parts of spans that lie within a whole. */
function within(whole: Stretch, spans: readonly Stretch[]): Stretch[] {
  return spans
    .map(({ startMs, endMs }) => ({ startMs: Math.max(startMs, whole.startMs), endMs: Math.min(endMs, whole.endMs) }))
    .filter(({ startMs, endMs }) => endMs > startMs)
}
