import { type ReactNode, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import {
  Captions as CaptionsIcon,
  FastForward,
  Keyboard,
  Maximize,
  Pause,
  PictureInPicture2,
  Play,
  RotateCcw,
  RotateCw,
  Users,
  Volume2,
  VolumeX,
} from '#app/ui/kit/icons.tsx'
import { KeysDialog } from '#app/ui/kit/keys-dialog.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import type { useKeys } from './keys.ts'
import { pictureAt } from './picture-at.ts'
import { type Playback, type PlaybackState, RATES } from './playback.ts'
import { Popover } from './popover.tsx'

const useText = textsOf('player')

interface ControlsProps {
  page: RecordingPage
  playback: Playback
  state: PlaybackState
  onToggle: () => void
  onBy: (ms: number) => void
  skipping: boolean
  onSkipping: (on: boolean) => void
  captioned: boolean
  onCaptioned: (on: boolean) => void
  onKind: (kind: Playback['kind']) => void
  onFullscreen: () => void
  keys: ReturnType<typeof useKeys>
  help: boolean
  onHelp: (open: boolean) => void
}

/** The row of buttons below the picture. */
export function Controls(props: ControlsProps) {
  const { page, playback, state, onToggle, onBy, skipping, onSkipping, captioned, onCaptioned, onFullscreen, onHelp } = props
  const { player } = useText()
  return (
    <div className="flex flex-wrap items-center gap-y-0.5 pt-1">
      <IconButton label={state.playing ? player.pause : player.play} onClick={onToggle}>
        {state.playing ? <Pause className="size-5 fill-current" aria-hidden /> : <Play className="size-5 fill-current" aria-hidden />}
      </IconButton>
      <IconButton label={player.back} onClick={() => onBy(-10_000)}>
        <RotateCcw className="size-4.5" aria-hidden />
      </IconButton>
      <IconButton label={player.forward} onClick={() => onBy(10_000)}>
        <RotateCw className="size-4.5" aria-hidden />
      </IconButton>
      <span className="tabular px-1 text-sm whitespace-nowrap text-soft">
        <span className="font-semibold text-ink">{formatMoment(state.positionMs)}</span> / {formatMoment(page.recording.durationMs)}
      </span>
      <span className="ml-auto" />
      <Toggle label={player.skipSilence} on={skipping} disabled={page.silences.length === 0} onToggle={() => onSkipping(!skipping)}>
        <FastForward className="size-4.5" aria-hidden />
      </Toggle>
      <select
        aria-label={player.speed}
        title={player.speed}
        value={state.rate}
        onChange={(event) => playback.setRate(Number(event.target.value))}
        className="tabular h-10 rounded-xl bg-transparent px-1 text-sm font-semibold text-soft hover:bg-sunken hover:text-ink"
      >
        {RATES.map((rate) => (
          <option key={rate} value={rate} className="bg-surface text-ink">
            {rate} ×
          </option>
        ))}
      </select>
      <Sound {...props} />
      {page.captionsUrl && (
        <Toggle label={player.captions} on={captioned} onToggle={() => onCaptioned(!captioned)}>
          <CaptionsIcon className="size-4.5" aria-hidden />
        </Toggle>
      )}
      {'pictureInPictureEnabled' in document && document.pictureInPictureEnabled && (
        <IconButton label={player.pictureInPicture} className="max-sm:hidden" onClick={() => void toPictureInPicture(props)}>
          <PictureInPicture2 className="size-4.5" aria-hidden />
        </IconButton>
      )}
      <IconButton label={player.keys} className="max-sm:hidden" onClick={() => onHelp(true)}>
        <Keyboard className="size-4.5" aria-hidden />
      </IconButton>
      <IconButton label={player.fullscreen} onClick={onFullscreen}>
        <Maximize className="size-4.5" aria-hidden />
      </IconButton>
      <Help {...props} />
    </div>
  )
}

function Toggle({
  label,
  on,
  disabled,
  onToggle,
  children,
}: {
  label: string
  on: boolean
  disabled?: boolean
  onToggle: () => void
  children: ReactNode
}) {
  return (
    <IconButton
      label={label}
      aria-pressed={on}
      disabled={disabled}
      onClick={onToggle}
      className={classNames(on && 'bg-accent-soft text-accent hover:text-accent')}
    >
      {children}
    </IconButton>
  )
}

/** How loud it is, all of it and each person; for the latter, the film gives way to the tracks that it was made of. */
function Sound({ page, playback, state, onKind }: ControlsProps) {
  const { player } = useText()
  const [volumes, setVolumes] = useState<Record<string, number>>({})
  const Icon = state.muted || state.volume === 0 ? VolumeX : Volume2
  const heard = new Set(page.tracks.filter(({ kind }) => kind === 'microphone').map(({ person }) => person.id ?? person.name))
  const people = page.people.filter(({ id }) => heard.has(id))
  const apart = playback.kind === 'tracks'
  return (
    <Popover label={player.sound} icon={<Icon className="size-4.5" aria-hidden />}>
      <div className="flex items-center gap-2">
        <IconButton
          label={state.muted ? player.unmute : player.mute}
          size="small"
          aria-pressed={state.muted}
          onClick={() => playback.setVolume(state.volume, !state.muted)}
        >
          <Icon className="size-4" aria-hidden />
        </IconButton>
        <Slider label={player.volume} value={state.volume} onChange={(value) => playback.setVolume(value, false)} />
      </div>
      {apart &&
        people.map((person) => (
          <div key={person.id} className="flex items-center gap-2.5">
            <Avatar person={person} size="small" />
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm">{person.name}</p>
              <Slider
                label={player.volumeOf({ name: person.name })}
                value={volumes[person.id] ?? 1}
                onChange={(value) => {
                  setVolumes({ ...volumes, [person.id]: value })
                  playback.setPersonVolume(person.id, value)
                }}
              />
            </div>
          </div>
        ))}
      {page.filmUrl && page.tracks.length > 0 && (
        <button
          type="button"
          className="flex items-center gap-2 rounded-lg px-2 py-1.5 text-left text-sm font-semibold hover:bg-sunken"
          onClick={() => onKind(apart ? 'film' : 'tracks')}
        >
          <Users className="size-4 shrink-0" aria-hidden /> {apart ? player.toFilm : player.toTracks}
        </button>
      )}
    </Popover>
  )
}

function Slider({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <input
      type="range"
      aria-label={label}
      min={0}
      max={1}
      step={0.05}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
      className="h-6 w-full flex-1 accent-(--accent)"
    />
  )
}

/** The film; of tracks, the screen that is shared, else whoever speaks. */
async function toPictureInPicture({ page, playback, state }: ControlsProps): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture()
  const { screens, tiles } = pictureAt(page, state.positionMs)
  const seen = tiles.filter(({ trackId }) => trackId !== null)
  const trackId = screens[0]?.trackId ?? (seen.find(({ speaking }) => speaking) ?? seen[0])?.trackId
  const element = playback.elementOf(playback.kind === 'film' ? undefined : (trackId ?? undefined))
  if (element instanceof HTMLVideoElement) await element.requestPictureInPicture().catch(() => {})
}

function Help({ page, help, onHelp, keys }: ControlsProps) {
  const { player } = useText()
  const rows: [string, string][] = [
    [`${player.spaceKey} / K`, player.keyHelp.play],
    ['← →', player.keyHelp.five],
    ['J L', player.keyHelp.ten],
    [', .', player.keyHelp.frame],
    ['0 – 9', player.keyHelp.tenths],
    ['< >', player.speed],
    ['N P', player.keyHelp.chapter],
    ['M', player.mute],
    ['S', player.skipSilence],
    ...(page.captionsUrl ? [['C', player.captions] as [string, string]] : []),
    ...(page.transcript.state === 'ready' && page.transcript.mayEdit ? [['E', player.keyHelp.edit] as [string, string]] : []),
    ['F', player.fullscreen],
    ['?', player.keys],
  ]
  return (
    <KeysDialog
      title={player.keys}
      keys={rows}
      open={help}
      onClose={() => onHelp(false)}
      enabled={keys.enabled}
      onEnabled={keys.setEnabled}
    />
  )
}
