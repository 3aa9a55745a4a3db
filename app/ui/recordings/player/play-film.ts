import { AT_REST, findFailure, makeStateKeeper, type Playback, placeToPlay } from './playback.ts'

/** Plays the composed film: one element is the clock, the sound and the picture. */
export function playFilm(url: string, durationMs: number): Playback {
  const keeper = makeStateKeeper(AT_REST)
  const video = document.createElement('video')
  video.playsInline = true
  video.preload = 'metadata'
  video.preservesPitch = true
  video.src = url
  const stop = new AbortController()
  const on = (names: string, work: () => void) => {
    for (const name of names.split(' ')) video.addEventListener(name, work, { signal: stop.signal })
  }
  const nowMs = () => Math.min(durationMs, Math.round(video.currentTime * 1000))
  on('timeupdate seeking seeked loadedmetadata', () => keeper.change({ positionMs: nowMs(), ended: video.ended }))
  on('play', () => keeper.change({ playing: true, ended: false }))
  on('pause', () => keeper.change({ playing: false, positionMs: nowMs() }))
  on('ended', () => keeper.change({ playing: false, ended: true }))
  on('waiting seeking', () => keeper.change({ waiting: true }))
  on('playing canplay seeked pause', () =>
    keeper.change({ waiting: video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !video.ended && !video.paused }),
  )
  on('ratechange', () => keeper.change({ rate: video.playbackRate }))
  on('volumechange', () => keeper.change({ volume: video.volume, muted: video.muted }))
  on('error', () => {
    void findFailure(url).then((failure) => !stop.signal.aborted && keeper.change({ failure, playing: false, waiting: false }))
  })
  const play = () => {
    // The file may be a little shorter than the recording, or longer.
    const endMs = Math.min(durationMs, Number.isFinite(video.duration) ? video.duration * 1000 : durationMs)
    if (placeToPlay(video.currentTime * 1000, endMs) === 0) video.currentTime = 0
    void video.play().catch(() => keeper.change({ playing: !video.paused }))
  }
  return {
    kind: 'film',
    getState: keeper.get,
    subscribe: keeper.subscribe,
    nowMs,
    play,
    pause: () => video.pause(),
    seek: (ms) => {
      video.currentTime = Math.min(Math.max(ms, 0), durationMs) / 1000
      keeper.change({ positionMs: Math.min(Math.max(ms, 0), durationMs), ended: false })
    },
    setRate: (rate) => {
      video.defaultPlaybackRate = rate
      video.playbackRate = rate
    },
    setVolume: (volume, muted) => {
      video.volume = volume
      video.muted = muted
    },
    setPersonVolume: () => {},
    elementOf: () => video,
    retry: () => {
      const at = keeper.get().positionMs
      keeper.change({ failure: null })
      video.load()
      video.currentTime = at / 1000
      play()
    },
    dispose: () => {
      stop.abort()
      video.pause()
      // Lets go of what is still being loaded.
      video.removeAttribute('src')
      video.load()
      video.remove()
    },
  }
}
