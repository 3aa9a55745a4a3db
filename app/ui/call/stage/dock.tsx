import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Maximize2 } from '#app/ui/kit/icons.tsx'
import { getCallControl } from '../call-control.ts'
import { useRecording } from '../recording/recording-store.ts'
import { useCall } from '../use-call.ts'
import { type CallOver, useCallOverWords } from './call-over.tsx'
import { CameraButton, LeaveButton, MicrophoneButton } from './controls.tsx'
import { mainPerson } from './people-on-page.ts'
import { Video } from './video.tsx'

const useText = textsOf('call', 'recording')

/** The call while one browses: who speaks, the buttons that one needs, and the way back. A card in the sidebar, a bar on a phone. */
export function Dock({ bar = false }: { bar?: boolean }) {
  const { state } = useCall()
  if (state.phase === 'idle') return null
  if (state.phase === 'moved' || state.phase === 'ended' || state.phase === 'failed') return <OverDock state={state} />
  return bar ? <DockBar href={state.room.href} name={state.room.name} /> : <DockCard href={state.room.href} name={state.room.name} />
}

function OverDock({ state }: { state: Parameters<typeof CallOver>[0]['state'] }) {
  const { call } = useText()
  const { title, sentence, action } = useCallOverWords(state)
  return (
    <section aria-label={title} className="on-stage m-2 flex flex-col gap-1 rounded-2xl p-3 text-sm" role="status">
      <p className="font-bold">{title}</p>
      <p className="text-soft">{sentence}</p>
      <div className="mt-1 flex flex-wrap gap-1">
        {action && (
          <Button size="small" onClick={() => getCallControl().again()}>
            {action}
          </Button>
        )}
        <Button look="quiet" size="small" onClick={() => getCallControl().leave()}>
          {call.close}
        </Button>
      </div>
    </section>
  )
}

function DockCard({ href, name }: { href: string; name: string }) {
  const { call } = useText()
  return (
    <section aria-label={call.theCall({ room: name })} className="on-stage m-2 flex flex-col gap-2 rounded-2xl p-2">
      <Link
        to={href}
        aria-label={call.backToCall}
        title={call.backToCall}
        className="group relative block aspect-video overflow-hidden rounded-xl"
      >
        <MainPicture />
        <span className="absolute top-1.5 right-1.5 rounded-lg bg-black/60 p-1.5 text-white opacity-80 group-hover:opacity-100">
          <Maximize2 className="size-4" aria-hidden />
        </span>
      </Link>
      <p className="flex items-center gap-2 px-1 text-sm font-semibold">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <RecordingInDock />
      </p>
      <Wavering />
      <div className="flex justify-between gap-1">
        <MicrophoneButton small />
        <CameraButton small />
        <LeaveButton small />
      </div>
    </section>
  )
}

function DockBar({ href, name }: { href: string; name: string }) {
  const { call } = useText()
  return (
    <section data-call-bar aria-label={call.theCall({ room: name })} className="on-stage flex items-center gap-2 px-3 py-2">
      <Link to={href} aria-label={call.backToCall} className="flex min-w-0 flex-1 items-center gap-2.5">
        <span className="relative h-10 w-16 shrink-0 overflow-hidden rounded-lg">
          <MainPicture small />
        </span>
        <span className="min-w-0">
          <span className="flex items-center gap-2 text-sm font-semibold">
            <span className="truncate">{name}</span>
            <RecordingInDock />
          </span>
          <Wavering />
        </span>
      </Link>
      <MicrophoneButton small />
      <CameraButton small />
      <LeaveButton small />
    </section>
  )
}

/** In the call that goes on while one browses: it is being recorded. */
function RecordingInDock() {
  const { recording } = useText()
  const { state } = useCall()
  const { running } = useRecording('sessionId' in state ? state.sessionId : null)
  if (!running) return null
  return (
    <span title={recording.recording} className="inline-flex shrink-0">
      <span className="recording-dot" aria-hidden />
      <span className="sr-only">{recording.recording}</span>
    </span>
  )
}

function Wavering() {
  const { call } = useText()
  const { state } = useCall()
  return (
    <span role="status" className="truncate px-1 text-sm text-soft empty:hidden">
      {state.phase === 'reconnecting' && call.reconnecting}
      {state.phase === 'rejoining' && call.rejoining({ tries: state.tries })}
      {state.phase === 'connecting' && call.connecting}
    </span>
  )
}

function MainPicture({ small = false }: { small?: boolean }) {
  const { participants } = useCall()
  const person = mainPerson(participants)
  if (!person) return <span className="absolute inset-0 bg-surface" />
  return (
    <span
      {...(person.isLocal ? { 'data-self': person.identity } : { 'data-participant': person.identity })}
      className="absolute inset-0 flex items-center justify-center bg-surface"
    >
      {person.camera ? (
        <Video picture={person.camera} mirrored={person.isLocal} />
      ) : (
        <Avatar person={{ id: person.identity, name: person.name, photoKey: person.photoKey }} size={small ? 'small' : 'large'} />
      )}
      {!small && (
        <span className="absolute bottom-1.5 left-1.5 max-w-[80%] truncate rounded-md bg-black/60 px-1.5 py-0.5 text-xs font-semibold text-white">
          {person.name}
        </span>
      )}
    </span>
  )
}
