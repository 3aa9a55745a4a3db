/** How a playback stands, as screens show it. */
export interface PlaybackState {
  playing: boolean
  ended: boolean
  /** Something that should be heard or seen now has not come yet. */
  waiting: boolean
  /** Where it was a moment ago: told a few times a second. */
  positionMs: number
  rate: number
  /** 0 to 1. */
  volume: number
  muted: boolean
  /** `gone`: it can't be had any more (deleted, or no longer for this viewer). `broken`: try again. */
  failure: 'gone' | 'broken' | null
  /** The tracks whose elements are there now; empty for a film. */
  loaded: readonly string[]
}

/** What plays a recording: its film, or its tracks by one clock. One timeline, in milliseconds, for both. */
export interface Playback {
  readonly kind: 'film' | 'tracks'
  getState(): PlaybackState
  subscribe(listener: () => void): () => void
  /** To the millisecond. */
  nowMs(): number
  play(): void
  pause(): void
  seek(ms: number): void
  setRate(rate: number): void
  setVolume(volume: number, muted: boolean): void
  /** Of one person, 0 to 1; does nothing to a film. */
  setPersonVolume(person: string, volume: number): void
  /** The element of a track, or of the film (without an id), to be put into the page. */
  elementOf(trackId?: string): HTMLMediaElement | null
  /** After a failure: from where it was. */
  retry(): void
  dispose(): void
}

/** Whoever presses Play with less than this left has seen it all, and wants it again: a jump to the end lands a few ms beside it. */
const NOTHING_LEFT_MS = 100

/** Where Play begins: where the playhead is, or at the beginning where that is the end. */
export function placeToPlay(ms: number, endMs: number): number {
  return ms > endMs - NOTHING_LEFT_MS ? 0 : ms
}

export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]

/** The state of a playback and who hears of it; told at once where it changes, and not where it does not. */
export function makeStateKeeper(initial: PlaybackState) {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    change(changes: Partial<PlaybackState>) {
      const changed = (Object.keys(changes) as (keyof PlaybackState)[]).some((key) => changes[key] !== state[key])
      if (!changed) return
      state = { ...state, ...changes }
      for (const listener of listeners) listener()
    },
  }
}

export const AT_REST: PlaybackState = {
  playing: false,
  ended: false,
  waiting: false,
  positionMs: 0,
  rate: 1,
  volume: 1,
  muted: false,
  failure: null,
  loaded: [],
}

/** What went wrong with an address of media: asked again, since a media element does not say. */
export async function findFailure(url: string): Promise<'gone' | 'broken'> {
  try {
    const { status } = await fetch(url, { method: 'HEAD' })
    return status === 401 || status === 403 || status === 404 ? 'gone' : 'broken'
  } catch {
    return 'broken'
  }
}
