import type { RecordingTrackView } from '#rooms/recordings/contract.ts'
import { correctDrift } from './correct-drift.ts'
import { AT_REST, findFailure, makeStateKeeper, type Playback, placeToPlay } from './playback.ts'

/** Elements are there from so long before a track begins until so long after it has ended. */
const AHEAD_MS = 8_000
const BEHIND_MS = 1_000
const TICK_MS = 100
/** A track that has not come after this is gone on without: one that is broken does not hold up the others. */
const PATIENCE_MS = 8_000
/** After a jump an element is given time to arrive before it is told to jump again. */
const SEEK_PAUSE_MS = 1_200

interface Voice {
  track: RecordingTrackView
  element: HTMLMediaElement
  failed: boolean
  soughtAt: number
  waitsSince: number | null
}

/** Whose sound and picture a track is: as in `RecordingPage.people`. */
export const personOf = ({ person }: Pick<RecordingTrackView, 'person'>) => person.id ?? person.name
export const hasSound = ({ kind }: Pick<RecordingTrackView, 'kind'>) => kind === 'microphone' || kind === 'screenAudio'

/**
 * Plays a recording out of its tracks: an element each, kept together by one clock. The clock runs by itself; what is behind or
 * ahead of it is brought back, and where something that should be heard or seen has not come yet, the clock waits for it.
 */
export function playTracks(tracks: readonly RecordingTrackView[], durationMs: number): Playback {
  const keeper = makeStateKeeper(AT_REST)
  const voices = new Map<string, Voice>()
  const volumes = new Map<string, number>()
  /** The clock was at `anchorMs` at `anchorAt`; it moves while `running`. */
  let anchorMs = 0
  let anchorAt = performance.now()
  let running = false
  let askedFailure = false

  const nowMs = () => {
    const { rate } = keeper.get()
    return Math.min(durationMs, anchorMs + (running ? (performance.now() - anchorAt) * rate : 0))
  }
  const setClock = (ms: number, run: boolean) => {
    anchorMs = ms
    anchorAt = performance.now()
    running = run
  }
  const isActive = ({ track }: Voice, ms: number) => ms >= track.startMs && ms < track.endMs
  /** Where in its file a track is; what is shorter than its track stays at its last picture. */
  const targetOf = ({ track, element }: Voice, ms: number) => {
    const seconds = Math.max(0, ms - track.startMs) / 1000
    return Number.isFinite(element.duration) ? Math.min(seconds, element.duration) : seconds
  }
  const isOver = (voice: Voice, ms: number) =>
    Number.isFinite(voice.element.duration) && (ms - voice.track.startMs) / 1000 >= voice.element.duration - 0.05
  const isReady = (voice: Voice, ms: number) =>
    voice.failed || isOver(voice, ms) || (voice.element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !voice.element.seeking)

  const applyVolume = ({ track, element }: Voice) => {
    const { volume, muted } = keeper.get()
    element.volume = volume * (volumes.get(personOf(track)) ?? 1)
    element.muted = muted || !hasSound(track)
  }
  const seekVoice = (voice: Voice, ms: number) => {
    voice.soughtAt = performance.now()
    voice.element.currentTime = targetOf(voice, ms)
  }
  const load = (track: RecordingTrackView): Voice => {
    const element = document.createElement(hasSound(track) ? 'audio' : 'video')
    if (element instanceof HTMLVideoElement) element.playsInline = true
    element.preload = 'auto'
    element.preservesPitch = true
    const voice: Voice = { track, element, failed: false, soughtAt: 0, waitsSince: null }
    element.addEventListener('error', () => {
      voice.failed = true
      if (askedFailure) return
      askedFailure = true
      void findFailure(track.url).then((failure) => {
        askedFailure = false
        // One broken track leaves the others to be watched.
        if (failure === 'gone' && voices.has(track.id)) stopWith('gone')
      })
    })
    element.addEventListener('loadedmetadata', () => seekVoice(voice, nowMs()), { once: true })
    element.dataset['startMs'] = String(track.startMs)
    element.src = track.url
    applyVolume(voice)
    return voice
  }
  const unload = ({ element }: Voice) => {
    element.pause()
    element.removeAttribute('src')
    element.load()
    element.remove()
  }
  const stopWith = (failure: 'gone' | 'broken') => {
    setClock(nowMs(), false)
    for (const { element } of voices.values()) element.pause()
    keeper.change({ failure, playing: false, waiting: false, positionMs: nowMs() })
  }

  /** Has the elements there that are needed around the playhead, and no others. */
  const loadAround = (ms: number) => {
    const aheadMs = AHEAD_MS * keeper.get().rate
    for (const track of tracks) {
      const near = ms >= track.startMs - aheadMs && ms < track.endMs + BEHIND_MS
      const voice = voices.get(track.id)
      if (near && !voice) voices.set(track.id, load(track))
      else if (!near && voice) {
        unload(voice)
        voices.delete(track.id)
      }
    }
    const loaded = [...voices.keys()]
    const known = keeper.get().loaded
    if (loaded.length !== known.length || loaded.some((id, index) => id !== known[index])) keeper.change({ loaded })
  }

  const keepTogether = (voice: Voice, ms: number, run: boolean) => {
    const { element } = voice
    if (!isActive(voice, ms) || voice.failed || isOver(voice, ms) || !run) {
      if (!element.paused) element.pause()
      const target = targetOf(voice, ms)
      if (!voice.failed && Math.abs(element.currentTime - target) > 0.04 && !element.seeking) seekVoice(voice, ms)
      return
    }
    if (element.paused) {
      element.play().catch((error: DOMException) => {
        if (error.name === 'NotAllowedError') pause()
      })
    }
    if (element.seeking) return
    const { rate } = keeper.get()
    const correction = correctDrift((element.currentTime - targetOf(voice, ms)) * 1000, rate)
    if (!correction.seek) {
      if (element.playbackRate !== correction.rate) element.playbackRate = correction.rate
    } else if (performance.now() - voice.soughtAt > SEEK_PAUSE_MS) seekVoice(voice, ms)
  }

  /** Whether something that should be there now has not come, and is still worth waiting for. */
  const isHeldUp = (ms: number) => {
    let held = false
    for (const voice of voices.values()) {
      if (!isActive(voice, ms) || isReady(voice, ms)) {
        voice.waitsSince = null
        continue
      }
      voice.waitsSince ??= performance.now()
      if (performance.now() - voice.waitsSince < PATIENCE_MS) held = true
    }
    return held
  }

  const tick = () => {
    const { playing } = keeper.get()
    const ms = nowMs()
    loadAround(ms)
    if (playing && ms >= durationMs) {
      setClock(durationMs, false)
      for (const { element } of voices.values()) element.pause()
      keeper.change({ playing: false, ended: true, waiting: false, positionMs: durationMs })
      return
    }
    const held = isHeldUp(ms)
    const run = playing && !held
    if (run !== running) setClock(ms, run)
    for (const voice of voices.values()) keepTogether(voice, ms, run)
    keeper.change({ waiting: playing && held, positionMs: Math.round(ms) })
  }

  const pause = () => {
    setClock(nowMs(), false)
    keeper.change({ playing: false, waiting: false })
    tick()
  }
  const timer = setInterval(tick, TICK_MS)
  const first = setTimeout(tick)

  return {
    kind: 'tracks',
    getState: keeper.get,
    subscribe: keeper.subscribe,
    nowMs: () => Math.round(nowMs()),
    play: () => {
      const from = placeToPlay(nowMs(), durationMs)
      if (from !== nowMs()) setClock(from, false)
      keeper.change({ playing: true, ended: false })
      tick()
    },
    pause,
    seek: (ms) => {
      setClock(Math.min(Math.max(ms, 0), durationMs), false)
      loadAround(anchorMs)
      for (const voice of voices.values()) {
        voice.waitsSince = null
        if (voice.element.readyState >= HTMLMediaElement.HAVE_METADATA) seekVoice(voice, anchorMs)
      }
      keeper.change({ ended: false, positionMs: Math.round(anchorMs) })
    },
    setRate: (rate) => {
      setClock(nowMs(), running)
      keeper.change({ rate })
      for (const { element } of voices.values()) element.playbackRate = rate
    },
    setVolume: (volume, muted) => {
      keeper.change({ volume, muted })
      for (const voice of voices.values()) applyVolume(voice)
    },
    setPersonVolume: (person, volume) => {
      volumes.set(person, volume)
      for (const voice of voices.values()) if (personOf(voice.track) === person) applyVolume(voice)
    },
    elementOf: (trackId) => (trackId && voices.get(trackId)?.element) || null,
    retry: () => {
      for (const voice of voices.values()) unload(voice)
      voices.clear()
      // The elements are other ones at the next tick.
      keeper.change({ failure: null, playing: true, loaded: [] })
    },
    dispose: () => {
      clearInterval(timer)
      clearTimeout(first)
      for (const voice of voices.values()) unload(voice)
      voices.clear()
    },
  }
}
