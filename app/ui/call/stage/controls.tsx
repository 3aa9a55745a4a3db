import type { ReactNode } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Mic, MicOff, PhoneOff, ScreenShare, ScreenShareOff, Video as VideoIcon, VideoOff } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { getCallControl } from '../call-control.ts'
import { setPutOff } from '../recording/recording-store.ts'
import { useCall } from '../use-call.ts'

const useText = textsOf('call', 'recording')

/** A round button of the call. Off is bright: one must see at once that one is not heard. */
export function RoundButton({
  label,
  shortcut,
  off = false,
  small = false,
  className,
  onClick,
  children,
  ...rest
}: {
  label: string
  shortcut?: string
  off?: boolean
  small?: boolean
  className?: string
  onClick: () => void
  children: ReactNode
  id?: string
  'aria-expanded'?: boolean
  'aria-controls'?: string
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      aria-keyshortcuts={shortcut}
      onClick={onClick}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full transition-colors duration-100',
        small ? 'size-9' : 'size-11 sm:size-12',
        off ? 'bg-ink text-canvas hover:bg-ink/85' : 'bg-sunken text-ink hover:bg-line',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}

/** Why one can't send anything right now, and what to do about it; null: one can. */
function useBlocked(): { reason: string; ask: () => void } | null {
  const { recording } = useText()
  const { state, mayPublish } = useCall()
  if (mayPublish !== false || !('sessionId' in state)) return null
  return { reason: recording.blocked, ask: () => setPutOff(state.sessionId, false) }
}

/** In place of a button that would send something, while one listens only: it says why, and a click asks again. */
function Blocked({ label, small = false, children }: { label: string; small?: boolean; children: ReactNode }) {
  const blocked = useBlocked()
  if (!blocked) return null
  return (
    <RoundButton label={`${label} (${blocked.reason})`} off small={small} className="opacity-50" onClick={blocked.ask}>
      {children}
    </RoundButton>
  )
}

export function MicrophoneButton({ small = false }: { small?: boolean }) {
  const { call } = useText()
  const { devices, mayPublish } = useCall()
  const icon = small ? 'size-4.5' : 'size-5.5'
  if (mayPublish === false) {
    return (
      <Blocked label={call.unmute} small={small}>
        <MicOff className={icon} aria-hidden />
      </Blocked>
    )
  }
  return (
    <RoundButton
      label={devices.microphone ? call.mute : call.unmute}
      shortcut="M"
      off={!devices.microphone}
      small={small}
      onClick={() => getCallControl().setDevice('microphone', !devices.microphone)}
    >
      {devices.microphone ? <Mic className={icon} aria-hidden /> : <MicOff className={icon} aria-hidden />}
    </RoundButton>
  )
}

export function CameraButton({ small = false }: { small?: boolean }) {
  const { call } = useText()
  const { devices, mayPublish } = useCall()
  const icon = small ? 'size-4.5' : 'size-5.5'
  if (mayPublish === false) {
    return (
      <Blocked label={call.startCamera} small={small}>
        <VideoOff className={icon} aria-hidden />
      </Blocked>
    )
  }
  return (
    <RoundButton
      label={devices.camera ? call.stopCamera : call.startCamera}
      shortcut="V"
      off={!devices.camera}
      small={small}
      onClick={() => getCallControl().setDevice('camera', !devices.camera)}
    >
      {devices.camera ? <VideoIcon className={icon} aria-hidden /> : <VideoOff className={icon} aria-hidden />}
    </RoundButton>
  )
}

/** Shares the screen, or stops; says so where it can't. */
export function useShare(): () => Promise<void> {
  const { call } = useText()
  const { sharing } = useCall()
  const toast = useToast()
  return async () => {
    if (!(await getCallControl().share(!sharing))) toast(call.shareFailed)
  }
}

export function ShareButton() {
  const { call } = useText()
  const { sharing, mayPublish } = useCall()
  const share = useShare()
  if (mayPublish === false) {
    return (
      <Blocked label={call.shareScreen}>
        <ScreenShare className="size-5.5" aria-hidden />
      </Blocked>
    )
  }
  return (
    <RoundButton
      label={sharing ? call.stopSharing : call.shareScreen}
      shortcut="S"
      onClick={() => void share()}
      className={sharing ? 'bg-accent! text-on-accent!' : ''}
    >
      {sharing ? <ScreenShareOff className="size-5.5" aria-hidden /> : <ScreenShare className="size-5.5" aria-hidden />}
    </RoundButton>
  )
}

export function LeaveButton({ small = false }: { small?: boolean }) {
  const { call } = useText()
  return (
    <button
      type="button"
      aria-label={call.leave}
      title={call.leave}
      onClick={() => getCallControl().leave()}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded-full bg-[#c23a31] font-semibold text-white hover:bg-[#ab3028]',
        small ? 'size-9' : 'size-11 sm:h-12 sm:w-auto sm:px-5',
      )}
    >
      <PhoneOff className={small ? 'size-4.5' : 'size-5.5'} aria-hidden />
      {!small && <span className="hidden sm:inline">{call.leave}</span>}
    </button>
  )
}
