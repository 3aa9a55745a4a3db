import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar, personColour } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage, SpeakingStretch } from '#rooms/recordings/watching/contract.ts'
import type { Marker } from './markers.ts'

const useText = textsOf('player')

/** Two stretches of one person that are nearer to each other than a pixel or two are drawn as one. */
const JOINED_SHARE = 0.004

interface SeekBarProps {
  page: RecordingPage
  positionMs: number
  markers: readonly Marker[]
  onSeek: (ms: number) => void
  onMarker: (marker: Marker) => void
}

/** The whole recording as a line: how loud it is, who speaks, where its parts begin, where people replied; one goes where one points. */
export function SeekBar({ page, positionMs, markers, onSeek, onMarker }: SeekBarProps) {
  const { player } = useText()
  const { durationMs } = page.recording
  const bar = useRef<HTMLDivElement>(null)
  const [pointedMs, setPointedMs] = useState<number | null>(null)
  const dragging = useRef(false)
  const wave = useMemo(() => wavePath(page.peaks?.values ?? []), [page.peaks])
  const lane = useMemo(() => joined(page.speakers, durationMs * JOINED_SHARE), [page.speakers, durationMs])
  const share = (ms: number) => `${(100 * Math.min(ms, durationMs)) / durationMs}%`
  const msAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect()
    return box ? Math.round((Math.min(Math.max(event.clientX - box.left, 0), box.width) / box.width) * durationMs) : 0
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { Home: 0, End: durationMs, PageUp: positionMs + 60_000, PageDown: positionMs - 60_000 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onSeek(to)
  }
  const chapter = chapterAt(page, positionMs, player.sharesScreen)
  return (
    <div className="relative pt-7">
      {markers.map((marker) => (
        <button
          key={marker.key}
          type="button"
          onClick={() => onMarker(marker)}
          aria-label={player.repliedAt({ names: marker.names, moment: formatMoment(marker.momentMs) })}
          title={`${marker.names}, ${formatMoment(marker.momentMs)}`}
          className="absolute top-0 z-10 flex size-6 -translate-x-1/2 items-center justify-center rounded-full"
          style={{ left: `clamp(0.75rem, ${share(marker.momentMs)}, calc(100% - 0.75rem))` }}
        >
          {marker.person ? <Avatar person={marker.person} size="tiny" /> : <span className="size-5 rounded-full bg-sunken" />}
          {marker.count > 1 && (
            <span
              className="tabular absolute -top-1 -right-1 rounded-full bg-accent px-1 text-[0.625rem] leading-tight font-bold text-on-accent"
              aria-hidden
            >
              {marker.count}
            </span>
          )}
        </button>
      ))}
      <div
        ref={bar}
        role="slider"
        tabIndex={0}
        aria-label={player.position}
        aria-valuemin={0}
        aria-valuemax={Math.floor(durationMs / 1000)}
        aria-valuenow={Math.floor(positionMs / 1000)}
        aria-valuetext={[`${formatMoment(positionMs)} / ${formatMoment(durationMs)}`, chapter].filter(Boolean).join(', ')}
        className="group relative h-11 cursor-pointer touch-none rounded-md"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          dragging.current = true
          onSeek(msAt(event))
        }}
        onPointerMove={(event) => {
          const ms = msAt(event)
          setPointedMs(ms)
          if (dragging.current) onSeek(ms)
        }}
        onPointerUp={() => {
          dragging.current = false
        }}
        onPointerCancel={() => {
          dragging.current = false
        }}
        onPointerLeave={() => setPointedMs(null)}
      >
        <svg className="absolute inset-x-0 top-1 h-7 w-full text-line-strong" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden>
          <path d={wave} fill="currentColor" opacity="0.75" />
          <clipPath id="played">
            <rect x="0" y="0" width={(1000 * positionMs) / durationMs} height="100" />
          </clipPath>
          <path d={wave} fill="var(--accent)" clipPath="url(#played)" />
        </svg>
        <div className="absolute inset-x-0 bottom-1 h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
          {lane.map(({ personId, startMs, endMs }) => (
            <span
              key={`${personId}-${startMs}`}
              className={classNames('absolute inset-y-0', personColour(personId))}
              style={{ left: share(startMs), width: `max(2px, ${share(endMs - startMs)})` }}
            />
          ))}
        </div>
        {page.chapters.map(({ kind, startMs }) => (
          <span
            key={`${kind}-${startMs}`}
            className="absolute inset-y-0 w-0.5 bg-stage"
            style={{ left: share(startMs), display: startMs === 0 ? 'none' : undefined }}
            aria-hidden
          />
        ))}
        <span className="absolute inset-y-0 w-0.5 -translate-x-1/2 rounded-full bg-ink" style={{ left: share(positionMs) }} aria-hidden />
        {pointedMs !== null && <Pointed page={page} ms={pointedMs} left={share(pointedMs)} />}
      </div>
    </div>
  )
}

/** What is at the point that the pointer is over: its picture, its time, and the part that it is in. */
function Pointed({ page, ms, left }: { page: RecordingPage; ms: number; left: string }) {
  const { player } = useText()
  const { strip } = page
  const index = strip ? Math.min(Math.floor(ms / strip.everyMs), strip.columns * strip.rows - 1) : 0
  const chapter = chapterAt(page, ms, player.sharesScreen)
  const halfPx = (strip?.width ?? 80) / 2
  return (
    <div
      className="pointer-events-none absolute bottom-full z-20 mb-1 flex -translate-x-1/2 flex-col items-center overflow-hidden rounded-lg border border-line bg-surface text-xs"
      style={{ left: `clamp(${halfPx}px, ${left}, calc(100% - ${halfPx}px))` }}
      aria-hidden
    >
      {strip && (
        <span
          style={{
            width: strip.width,
            height: strip.height,
            backgroundImage: `url(${strip.url})`,
            backgroundPosition: `-${(index % strip.columns) * strip.width}px -${Math.floor(index / strip.columns) * strip.height}px`,
          }}
        />
      )}
      <span className="max-w-44 px-2 py-1 text-center">
        <span className="tabular font-semibold">{formatMoment(ms)}</span>
        {chapter && <span className="block truncate text-soft">{chapter}</span>}
      </span>
    </div>
  )
}

/** What a chapter is called; `ofScreen` says whose screen it is. */
export function chapterName(chapter: RecordingPage['chapters'][number], ofScreen: (args: { name: string }) => string): string {
  return chapter.kind === 'agenda' ? chapter.title : ofScreen({ name: chapter.name })
}

function chapterAt({ chapters }: RecordingPage, ms: number, ofScreen: (args: { name: string }) => string): string | null {
  const found = chapters.filter(({ startMs, endMs }) => ms >= startMs && ms < endMs).at(-1)
  return found ? chapterName(found, ofScreen) : null
}

/** The peaks as one shape, 1000 wide and 100 high, mirrored at its middle. */
function wavePath(values: readonly number[]): string {
  if (values.length === 0) return 'M0 48H1000V52H0Z'
  const step = 1000 / values.length
  return values
    .map((value, index) => {
      const half = Math.max(2, (value / 255) * 100)
      const x = (index * step).toFixed(1)
      return `M${x} ${(50 - Math.min(50, half)).toFixed(0)}h${(step * 0.7).toFixed(1)}V${(50 + Math.min(50, half)).toFixed(0)}H${x}z`
    })
    .join('')
}

function joined(speakers: readonly SpeakingStretch[], gapMs: number): SpeakingStretch[] {
  const last = new Map<string, SpeakingStretch>()
  const all: SpeakingStretch[] = []
  for (const stretch of speakers) {
    const before = last.get(stretch.personId)
    if (before && stretch.startMs - before.endMs < gapMs) before.endMs = Math.max(before.endMs, stretch.endMs)
    else {
      const own = { ...stretch }
      last.set(stretch.personId, own)
      all.push(own)
    }
  }
  return all
}
