import type { TrackKind } from '#prisma/generated/enums.ts'
import type { Peaks } from '#rooms/recordings/contract.ts'
import { type Heard, PEAK_EVERY_MS } from './hear-track.server.ts'
import type { FilmTrack, Speech } from './plan-film.server.ts'

/** As loud as speech is wanted to be. */
const TARGET_LUFS = -17
const MOST_GAIN_DB = 24
/** More values than a waveform has pixels tell nothing more. */
const MOST_PEAKS = 1_200
/** Louder than this, once everybody is as loud, is somebody speaking. */
const SPEECH_PEAK = 20
/** Words have pauses. */
const PAUSE_MS = 700

export interface HeardTrack extends FilmTrack {
  heard: Heard
}

/** By how many decibels each person is to be made louder, so that all are as loud: from all of their microphone's tracks together. */
export function evenOut(tracks: readonly HeardTrack[]): Map<string, number> {
  const gains = new Map<string, number>()
  for (const person of new Set(tracks.map((track) => track.person))) {
    const own = tracks.filter((track) => track.person === person && track.kind === 'microphone' && track.heard.loudness !== null)
    const weight = own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
    const power = own.reduce((sum, { heard, startMs, endMs }) => sum + 10 ** ((heard.loudness ?? 0) / 10) * (endMs - startMs), 0)
    if (weight === 0 || power === 0) continue
    const gain = TARGET_LUFS - 10 * Math.log10(power / weight)
    gains.set(person, Math.max(-MOST_GAIN_DB, Math.min(MOST_GAIN_DB, gain)))
  }
  return gains
}

/** What a track's gain is: what is shared with a screen stays as loud as it was. */
export function gainOf({ kind, person }: { kind: TrackKind; person: string }, gains: ReadonlyMap<string, number>): number {
  return kind === 'microphone' ? (gains.get(person) ?? 0) : 0
}

/** The waveform of a whole recording: the loudest of all tracks, evened out. */
export function drawPeaks(tracks: readonly HeardTrack[], gains: ReadonlyMap<string, number>, durationMs: number): Peaks {
  const everyMs = Math.max(PEAK_EVERY_MS, Math.ceil(durationMs / MOST_PEAKS / PEAK_EVERY_MS) * PEAK_EVERY_MS)
  const values = new Array<number>(Math.max(1, Math.ceil(durationMs / everyMs))).fill(0)
  for (const track of tracks) {
    const factor = 10 ** (gainOf(track, gains) / 20)
    for (const [position, peak] of track.heard.peaks.entries()) {
      const at = Math.floor((track.startMs + position * PEAK_EVERY_MS) / everyMs)
      if (at < values.length) values[at] = Math.max(values[at] ?? 0, Math.min(255, Math.round(peak * factor)))
    }
  }
  return { everyMs, values }
}

/** Who speaks when, by how loud they are: for recordings whose recorder did not say. */
export function findSpeech(tracks: readonly HeardTrack[], gains: ReadonlyMap<string, number>): Speech[] {
  const found: Speech[] = []
  for (const track of tracks) {
    if (track.kind !== 'microphone') continue
    const factor = 10 ** (gainOf(track, gains) / 20)
    let open: Speech | null = null
    for (const [position, peak] of track.heard.peaks.entries()) {
      if (peak * factor < SPEECH_PEAK) continue
      const startMs = track.startMs + position * PEAK_EVERY_MS
      const endMs = Math.min(track.endMs, startMs + PEAK_EVERY_MS)
      if (open && startMs - open.endMs <= PAUSE_MS) open.endMs = endMs
      else {
        open = { person: track.person, startMs, endMs }
        found.push(open)
      }
    }
  }
  return found.filter(({ startMs, endMs }) => endMs > startMs).sort((a, b) => a.startMs - b.startMs)
}
