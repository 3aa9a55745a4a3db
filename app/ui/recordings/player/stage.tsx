import { useEffect, useRef } from 'react'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { type Picture, pictureAt, type Tile } from './picture-at.ts'
import { hasSound } from './play-tracks.ts'
import type { Playback, PlaybackState } from './playback.ts'

/** The picture: the film, or who was there side by side; a screen that is shared is large, and people stand beside it. */
export function Stage({ playback, state, page }: { playback: Playback; state: PlaybackState; page: RecordingPage }) {
  if (playback.kind === 'film') return <Element playback={playback} className="size-full object-contain" />
  return (
    <>
      <Tracks picture={pictureAt(page, state.positionMs)} playback={playback} loaded={state.loaded} />
      {page.tracks
        .filter((track) => hasSound(track) && state.loaded.includes(track.id))
        .map(({ id }) => (
          <Element key={id} playback={playback} trackId={id} className="hidden" />
        ))}
    </>
  )
}

function Tracks({ picture: { screens, tiles }, playback, loaded }: { picture: Picture; playback: Playback; loaded: readonly string[] }) {
  const show = (trackId: string | null) => (trackId && loaded.includes(trackId) ? trackId : undefined)
  const [screen] = screens
  const columns = screen ? 1 : Math.ceil(Math.sqrt(tiles.length || 1))
  return (
    <div className={classNames('size-full gap-1 p-1', screen ? 'grid grid-cols-[minmax(0,1fr)_22%]' : 'grid')}>
      {screen && (
        <div className="min-h-0 overflow-hidden rounded-md">
          <Element playback={playback} trackId={show(screen.trackId)} className="size-full object-contain" />
        </div>
      )}
      <div
        className="grid min-h-0 auto-rows-fr content-center gap-1"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, ...(screen && { gridAutoRows: 'minmax(0, 1fr)' }) }}
      >
        {tiles.map((tile) => (
          <TileView key={tile.person.id} tile={tile} playback={playback} trackId={show(tile.trackId)} small={screen !== undefined} />
        ))}
      </div>
    </div>
  )
}

function TileView({ tile, playback, trackId, small }: { tile: Tile; playback: Playback; trackId: string | undefined; small: boolean }) {
  return (
    <div
      className={classNames(
        'relative flex min-h-0 items-center justify-center overflow-hidden rounded-md bg-surface ring-2',
        tile.speaking ? 'ring-accent' : 'ring-transparent',
      )}
    >
      {trackId ? (
        <Element playback={playback} trackId={trackId} className="size-full object-cover" />
      ) : (
        <Avatar person={tile.person} size={small ? 'medium' : 'large'} />
      )}
      <span
        className={classNames(
          'absolute bottom-1 left-1 rounded bg-black/65 px-1.5 font-medium text-white',
          small ? 'text-xs max-sm:px-1 max-sm:text-[0.625rem]' : 'text-sm',
        )}
      >
        {tile.person.name}
      </span>
    </div>
  )
}

/** Puts an element of the playback into the page, and takes it out again: it lives longer than its place. */
function Element({ playback, trackId, className }: { playback: Playback; trackId?: string | undefined; className: string }) {
  const place = useRef<HTMLDivElement>(null)
  const wanted = playback.kind === 'film' || trackId !== undefined
  useEffect(() => {
    const element = wanted ? playback.elementOf(trackId) : null
    if (!element || !place.current) return
    element.className = className
    const wasPlaying = !element.paused
    place.current.replaceChildren(element)
    // A media element that is moved within the page is paused by the browser.
    if (wasPlaying && element.paused) void element.play().catch(() => {})
    return () => element.remove()
  }, [playback, trackId, className, wanted])
  return <div ref={place} className={className === 'hidden' ? className : 'size-full'} />
}
