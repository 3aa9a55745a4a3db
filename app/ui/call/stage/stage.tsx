import { Link } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Minimize2, Volume2 } from '#app/ui/kit/icons.tsx'
import { Part } from '#app/ui/kit/part.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { useViewer } from '#app/ui/rooms/use-my-communities.ts'
import { getCallControl } from '../call-control.ts'
import type { CallState } from '../call-state.ts'
import type { CallView } from '../call-view.ts'
import { AskedNotice } from '../panels/agenda/asked-notice.tsx'
import type { PanelProps } from '../panels/contract.ts'
import { sessionPanels } from '../panels/registry.ts'
import { RecordButton } from '../recording/record-button.tsx'
import { RecordingBanner } from '../recording/recording-banner.tsx'
import { useCall } from '../use-call.ts'
import { CallOver } from './call-over.tsx'
import { CameraButton, LeaveButton, MicrophoneButton, ShareButton } from './controls.tsx'
import { DeviceButton } from './device-button.tsx'
import { expectedPeople } from './expected-people.ts'
import { PanelButtons } from './panel-buttons.tsx'
import { PreJoin } from './pre-join.tsx'
import { ShortcutsButton, useShortcuts } from './shortcuts.tsx'
import { SidePanel } from './side-panel.tsx'
import { Tiles } from './tiles.tsx'
import { Topic } from './topic.tsx'
import { useOpenPanel } from './use-open-panel.ts'

const useText = textsOf('call')

const panelIds = ['people', ...sessionPanels.map(({ id }) => id)]

type Busy = Extract<CallState, { phase: 'connecting' | 'connected' | 'reconnecting' | 'rejoining' }>

/** The call at full size, over the middle of the screen. */
export function Stage() {
  const { call } = useText()
  const { state } = useCall()
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    section.current?.focus({ preventScroll: true })
  }, [])
  if (state.phase === 'idle') return null
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={call.theCall({ room: state.room.name })}
      className="on-stage fixed inset-0 z-40 flex flex-col outline-none wide:left-[16.5rem] wide:z-20"
    >
      {state.phase === 'preJoin' ? (
        <PreJoin room={state.room} />
      ) : state.phase === 'moved' || state.phase === 'ended' || state.phase === 'failed' ? (
        <CallOver state={state} />
      ) : (
        <Ongoing state={state} />
      )}
    </section>
  )
}

function Ongoing({ state }: { state: Busy }) {
  const { call } = useText()
  const view = useCall()
  const roster = useRoster(state.room.roomId)
  const opened = useOpenPanel(panelIds)
  const panel = usePanel(state)
  const shortcuts = useShortcuts({ togglePanel: opened.toggle, browseTo: communityOf(state.room.href) })
  const me = useViewer()
  const people =
    state.phase === 'connecting' && view.participants.length === 0 && me ? expectedPeople(me, roster?.people ?? []) : view.participants
  const alone = state.phase === 'connected' && view.participants.length === 1
  return (
    <>
      <header className="flex items-center gap-3 px-3 pt-3 wide:px-4">
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-base font-bold">{state.room.name}</h1>
          {state.phase === 'connected' ? (
            <Topic room={state.room} sessionId={state.sessionId} topic={roster?.session?.topic ?? ''} />
          ) : (
            <p className="flex items-center gap-2 truncate text-sm text-soft">
              {state.phase === 'connecting' ? (
                <>
                  <Spinner /> {call.connecting}
                </>
              ) : (
                state.room.communityName
              )}
            </p>
          )}
        </div>
        {state.phase === 'connected' && <RecordButton sessionId={state.sessionId} />}
        <Link to={communityOf(state.room.href)} title={call.browseHint} className={buttonClass('quiet', 'small', 'bg-sunken text-ink!')}>
          <Minimize2 className="size-4" aria-hidden />
          {call.browse}
        </Link>
      </header>
      <Part>
        {panel && <RecordingBanner sessionId={panel.sessionId} />}
        <Notices view={view} state={state} />
      </Part>
      <div role="status" className="flex justify-center px-3 empty:hidden">
        {opened.id !== 'agenda' && panel && <AskedNotice roomId={state.room.roomId} onShow={() => opened.open('agenda')} />}
      </div>
      <div className="relative flex min-h-0 flex-1 gap-2 p-2 wide:p-3">
        {people.length > 0 ? (
          <Part>
            <Tiles people={people} />
          </Part>
        ) : (
          <p className="m-auto flex items-center gap-3 text-soft">
            <Spinner /> {call.connecting}
          </p>
        )}
        <Part>
          <SidePanel people={view.participants} panel={panel} opened={opened} />
        </Part>
      </div>
      {alone && (
        <p className={classNames('px-4 pb-3 text-center text-soft', opened.id && 'max-wide:hidden')}>
          <strong className="block font-semibold text-ink">{call.alone}</strong>
          {call.aloneHint}
        </p>
      )}
      <footer className="flex items-center justify-center gap-1 px-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:gap-2">
        <MicrophoneButton />
        <CameraButton />
        <ShareButton />
        <PanelButtons count={people.length} panel={panel} opened={opened} />
        <DeviceButton />
        <ShortcutsButton {...shortcuts} />
        <LeaveButton />
      </footer>
    </>
  )
}

/** What one must know right now: in a sentence, above the faces. */
function Notices({ view, state }: { view: CallView; state: Busy }) {
  const { call } = useText()
  const { problems } = view
  const text =
    state.phase === 'reconnecting' ? call.reconnecting : state.phase === 'rejoining' ? call.rejoining({ tries: state.tries }) : null
  const sentences = [
    text,
    view.sharing && call.youShare,
    problems.microphone && call.problems.microphone[problems.microphone],
    problems.camera && call.problems.camera[problems.camera],
    ...view.standIns.map(({ device, gone, used }) => call.standIn[device]({ gone: gone || call[device], used })),
  ].filter((sentence): sentence is string => Boolean(sentence))
  return (
    <div role="status" className="flex flex-col items-center gap-1.5 px-3 pt-2 empty:hidden">
      {sentences.map((sentence) => (
        <p key={sentence} className="max-w-2xl rounded-xl bg-sunken px-3 py-2 text-center text-sm text-balance">
          {sentence}
        </p>
      ))}
      {view.soundBlocked && (
        <p className="flex items-center gap-3 rounded-xl bg-sunken py-1.5 pr-1.5 pl-3 text-sm">
          {call.soundBlocked}
          <Button look="accent" size="small" onClick={() => getCallControl().playSound()}>
            <Volume2 className="size-4" aria-hidden /> {call.turnOnSound}
          </Button>
        </p>
      )}
    </div>
  )
}

/** What the panels beside the faces are about. While a lost room is entered anew, it is still the session that one was in. */
function usePanel(state: Busy): PanelProps | null {
  const sessionId = useRef<string | null>(null)
  if ('sessionId' in state) sessionId.current = state.sessionId
  return sessionId.current ? { room: state.room, sessionId: sessionId.current, isMember: true } : null
}

/** The community's page, from its room's. */
function communityOf(roomHref: string): string {
  return roomHref.split('/rooms/')[0] ?? '/'
}
