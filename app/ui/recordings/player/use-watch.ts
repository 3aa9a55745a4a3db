import { useEffect, useRef } from 'react'
import type { WatchPlace } from '#rooms/recordings/watching/contract.ts'
import type { Playback } from './playback.ts'

const SAVE_EVERY_MS = 5_000
/** More than this between two looks was not played, but jumped over. */
const LONGEST_STEP_MS = 4_000

/** Keeps where the viewer is: every few seconds of playing, at a pause, and when they leave. Nobody else is told. */
export function useWatch(recordingId: string, playback: Playback | null, place: WatchPlace | null): void {
  const watchedMs = useRef(place?.watchedMs ?? 0)
  useEffect(() => {
    if (!playback) return
    const url = `/recordings/${recordingId}/watch`
    let lastMs = playback.nowMs()
    let wasPlaying = false
    let savedMs: number | null = null
    let savedAt = 0
    const save = (leaving: boolean) => {
      // Who leaves takes the player along: its elements may be let go of already, and stand at the beginning.
      const { positionMs } = playback.getState()
      if (savedMs === null ? watchedMs.current === (place?.watchedMs ?? 0) : savedMs === positionMs) return
      savedMs = positionMs
      savedAt = performance.now()
      const body = JSON.stringify({ positionMs, watchedMs: Math.round(watchedMs.current) })
      // Not a beacon: that could not say whose page this is.
      void fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive: leaving }).catch(() => {})
    }
    const stop = playback.subscribe(() => {
      const { playing, positionMs } = playback.getState()
      const step = positionMs - lastMs
      if (wasPlaying && step > 0 && step < LONGEST_STEP_MS) watchedMs.current += step
      lastMs = positionMs
      if (wasPlaying && !playing) save(false)
      else if (playing && performance.now() - savedAt > SAVE_EVERY_MS) save(false)
      wasPlaying = playing
    })
    const onHidden = () => document.visibilityState === 'hidden' && save(true)
    const onLeave = () => save(true)
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('pagehide', onLeave)
    return () => {
      stop()
      save(true)
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('pagehide', onLeave)
    }
  }, [recordingId, playback, place?.watchedMs])
}
