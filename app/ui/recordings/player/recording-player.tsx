import { type MutableRefObject, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Spinner } from '#app/ui/kit/states.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { Captions } from './captions.tsx'
import { Chapters } from './chapters.tsx'
import { Controls } from './controls.tsx'
import { useKeys } from './keys.ts'
import type { Marker } from './markers.ts'
import { playFilm } from './play-film.ts'
import { playTracks } from './play-tracks.ts'
import { AT_REST, type Playback, RATES } from './playback.ts'
import { SeekBar } from './seek-bar.tsx'
import { Stage } from './stage.tsx'
import { useWatch } from './use-watch.ts'

const useText = textsOf('common', 'player')

/** A silence is left just before it ends, so that it is worth a jump only where more than this is left of it. */
const WORTH_A_JUMP_MS = 250

/** What the page around the player does with it. */
export interface PlayerHandle {
  nowMs(): number
  seek(ms: number): void
}

interface RecordingPlayerProps {
  page: RecordingPage
  /** Where to begin: the moment in the address, or where the viewer left. */
  startMs: number
  resumes: boolean
  markers: readonly Marker[]
  onMarker: (marker: Marker) => void
  handle: MutableRefObject<PlayerHandle | null>
  onPosition: (ms: number) => void
}

const nothing = () => () => {}

/** Plays a recording: its film once there is one, its tracks until then, and for whoever wants to turn somebody up. */
export default function RecordingPlayer({ page, startMs, resumes, markers, onMarker, handle, onPosition }: RecordingPlayerProps) {
  const { player, common } = useText()
  const { recording } = page
  const [kind, setKind] = useState<Playback['kind']>(page.filmUrl ? 'film' : 'tracks')
  const playback = usePlayback(page, kind, startMs)
  const state = useSyncExternalStore(
    playback?.subscribe ?? nothing,
    () => playback?.getState() ?? AT_REST,
    () => AT_REST,
  )
  const box = useRef<HTMLDivElement>(null)
  const [begun, setBegun] = useState(false)
  const [skipping, setSkipping] = useState(false)
  const [captioned, setCaptioned] = useState(false)
  const [help, setHelp] = useState(false)
  useWatch(recording.id, playback, page.place)
  useSkipping(playback, skipping ? page.silences : [])

  const seek = useCallback((ms: number) => playback?.seek(ms), [playback])
  const play = useCallback(() => {
    setBegun(true)
    playback?.play()
  }, [playback])
  useEffect(() => {
    handle.current = playback && { nowMs: playback.nowMs, seek }
    return () => {
      handle.current = null
    }
  }, [playback, seek, handle])
  useEffect(() => {
    if (playback) onPosition(state.positionMs)
  }, [playback, state.positionMs, onPosition])
  useEffect(() => {
    if (state.playing) setBegun(true)
  }, [state.playing])

  const toggle = () => (state.playing ? playback?.pause() : play())
  const by = (ms: number) => playback?.seek(playback.nowMs() + ms)
  const toFullscreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else if (box.current?.requestFullscreen) void box.current.requestFullscreen().catch(() => {})
    else (playback?.elementOf() as (HTMLMediaElement & { webkitEnterFullscreen?: () => void }) | null)?.webkitEnterFullscreen?.()
  }
  const toRate = (step: number) => {
    const rate = RATES[Math.min(Math.max(RATES.indexOf(state.rate) + step, 0), RATES.length - 1)]
    if (rate) playback?.setRate(rate)
  }
  const louder = (step: number) => playback?.setVolume(Math.min(1, Math.max(0, Math.round((state.volume + step) * 10) / 10)), false)
  const toChapter = (step: number) => {
    const starts = page.chapters.map((chapter) => chapter.startMs)
    const now = playback?.nowMs() ?? 0
    const to = step > 0 ? starts.find((ms) => ms > now + 500) : (starts.filter((ms) => ms < now - 1_500).at(-1) ?? 0)
    if (to !== undefined) seek(to)
  }
  const keys = useKeys({
    space: toggle,
    k: toggle,
    arrowleft: () => by(-5_000),
    arrowright: () => by(5_000),
    arrowup: () => louder(0.1),
    arrowdown: () => louder(-0.1),
    j: () => by(-10_000),
    l: () => by(10_000),
    ',': () => by(-40),
    '.': () => by(40),
    '<': () => toRate(-1),
    '>': () => toRate(1),
    ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), () => seek((recording.durationMs * digit) / 10)])),
    m: () => playback?.setVolume(state.volume, !state.muted),
    f: toFullscreen,
    c: () => setCaptioned(!captioned),
    s: () => setSkipping(!skipping),
    n: () => toChapter(1),
    p: () => toChapter(-1),
    '?': () => setHelp(true),
  })

  return (
    <section aria-label={player.region} data-player className="flex min-w-0 flex-col gap-3">
      <div ref={box} className="on-stage flex flex-col overflow-clip rounded-card [&:fullscreen]:rounded-none">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the space bar, and a button below */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
        <div className="relative aspect-video min-h-0 in-[:fullscreen]:aspect-auto in-[:fullscreen]:flex-1" onClick={toggle}>
          {playback && <Stage playback={playback} state={state} page={page} />}
          {!begun && (
            <Beginning
              poster={startMs === 0 || resumes ? recording.posterUrl : null}
              label={startMs > 0 ? (resumes ? player.goOnAt : player.playFrom)({ moment: formatMoment(startMs) }) : player.play}
              fromStart={startMs > 0 ? player.fromStart : null}
              onPlay={play}
              onFromStart={() => {
                seek(0)
                play()
              }}
            />
          )}
          {state.waiting && begun && (
            <span className="absolute inset-0 flex items-center justify-center [&_span]:size-8">
              <Spinner />
            </span>
          )}
          {state.failure && (
            <div role="alert" className="absolute inset-0 flex flex-col items-center justify-center gap-3 bg-stage/90 p-6 text-center">
              <p className="max-w-sm font-semibold">{state.failure === 'gone' ? player.goneNow : player.brokenNow}</p>
              {state.failure === 'broken' && (
                <Button
                  look="outline"
                  onClick={(event) => {
                    event.stopPropagation()
                    playback?.retry()
                  }}
                >
                  {common.retry}
                </Button>
              )}
            </div>
          )}
          {captioned && page.captionsUrl && <Captions recordingId={recording.id} url={page.captionsUrl} positionMs={state.positionMs} />}
        </div>
        <div className="px-3 pb-2 sm:px-4">
          <SeekBar page={page} positionMs={state.positionMs} markers={markers} onSeek={seek} onMarker={onMarker} />
          {playback && (
            <Controls
              page={page}
              playback={playback}
              state={state}
              onToggle={toggle}
              onBy={by}
              skipping={skipping}
              onSkipping={setSkipping}
              captioned={captioned}
              onCaptioned={setCaptioned}
              onKind={setKind}
              onFullscreen={toFullscreen}
              keys={keys}
              help={help}
              onHelp={setHelp}
            />
          )}
        </div>
      </div>
      <Chapters page={page} positionMs={state.positionMs} onSeek={seek} />
    </section>
  )
}

/** Before anything plays: the poster, and one button that says where it begins. */
function Beginning({
  poster,
  label,
  fromStart,
  onPlay,
  onFromStart,
}: {
  poster: string | null
  label: string
  fromStart: string | null
  onPlay: () => void
  onFromStart: () => void
}) {
  const on = (work: () => void) => (event: { stopPropagation: () => void }) => {
    event.stopPropagation()
    work()
  }
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center gap-3">
      {poster && <img src={poster} alt="" className="absolute inset-0 -z-1 size-full bg-stage object-contain" />}
      <button
        type="button"
        onClick={on(onPlay)}
        className={classNames(
          'tabular inline-flex items-center gap-2.5 rounded-full bg-black/75 font-bold text-white hover:bg-black/90',
          fromStart ? 'px-6 py-3.5 text-lg' : 'p-5',
        )}
        aria-label={label}
      >
        <svg viewBox="0 0 24 24" className="size-6 fill-current" aria-hidden>
          <path d="M7 4v16l13-8z" />
        </svg>
        {fromStart && label}
      </button>
      {fromStart && (
        <button
          type="button"
          onClick={on(onFromStart)}
          className="rounded-full bg-black/75 px-3.5 py-1.5 text-sm font-semibold text-white hover:bg-black/90"
        >
          {fromStart}
        </button>
      )}
    </div>
  )
}

/** The playback of this kind, at the place, speed and loudness of the one before it. */
function usePlayback(page: RecordingPage, kind: Playback['kind'], startMs: number): Playback | null {
  const [playback, setPlayback] = useState<Playback | null>(null)
  const before = useRef<{ ms: number; playing: boolean; rate: number; volume: number; muted: boolean } | null>(null)
  const latest = useRef(page)
  latest.current = page
  const what = useMemo(() => (kind === 'film' ? page.filmUrl : page.tracks.map(({ id }) => id).join()), [kind, page.filmUrl, page.tracks])
  useEffect(() => {
    if (what === null) return
    const { filmUrl, tracks, recording } = latest.current
    const made = kind === 'film' && filmUrl ? playFilm(filmUrl, recording.durationMs) : playTracks(tracks, recording.durationMs)
    const { ms, playing, rate, volume, muted } = before.current ?? { ms: startMs, playing: false, rate: 1, volume: 1, muted: false }
    made.setRate(rate)
    made.setVolume(volume, muted)
    if (ms > 0) made.seek(ms)
    if (playing) made.play()
    setPlayback(made)
    return () => {
      before.current = { ...made.getState(), ms: made.nowMs() }
      made.dispose()
    }
  }, [kind, what, startMs])
  return playback
}

/** Jumps over what is silent, while it plays. */
function useSkipping(playback: Playback | null, silences: RecordingPage['silences']): void {
  useEffect(() => {
    if (!playback || silences.length === 0) return
    return playback.subscribe(() => {
      if (!playback.getState().playing) return
      const ms = playback.nowMs()
      const silence = silences.find(({ startMs, endMs }) => ms >= startMs && ms < endMs - WORTH_A_JUMP_MS)
      if (silence) playback.seek(silence.endMs)
    })
  }, [playback, silences])
}
