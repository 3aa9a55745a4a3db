import { Suspense, useEffect, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { NotLoaded, type NotLoadedProps } from '#app/ui/kit/not-loaded.tsx'
import { Part } from '#app/ui/kit/part.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { Announcer } from './announcer.tsx'
import { getCallControl } from './call-control.ts'
import { findStage, loadStage } from './stage-module.ts'
import { useCall, useIsFullSize } from './use-call.ts'
import { useIsWide } from './use-is-wide.ts'

const RecordingKeeper = lazily(
  async () => ({ default: (await import('./recording/recording-keeper.tsx')).RecordingKeeper }),
  KeeperNotLoaded,
)
const LaterStage = lazily(async () => ({ default: (await loadStage()).Stage }), StageNotLoaded)
const Dock = lazily(async () => ({ default: (await import('./stage/dock.tsx')).Dock }))

const useText = textsOf('common')

const stagePlace = 'on-stage fixed inset-0 z-40 flex wide:left-[16.5rem] wide:z-20'

/** The call at full size on its room's page; elsewhere on a phone, the bar above the tabs. */
export function CallStage() {
  const { state, pageFollows } = useCall()
  const fullSize = useIsFullSize()
  const wide = useIsWide()
  const stageShown = state.phase !== 'idle' && fullSize
  useEffect(() => {
    // What lies under the stage is out of reach while it is covered. Styling all of it anew waits until the call stands.
    if (stageShown && pageFollows === 'later') return
    const main = document.getElementById('content')
    if (main) main.inert = stageShown
    document.documentElement.classList.toggle('under-stage', stageShown)
  }, [stageShown, pageFollows])
  useGiveUpPreJoin(state.phase === 'preJoin', fullSize)
  return (
    <>
      <Part>
        <Announcer />
      </Part>
      {(state.phase === 'connected' || state.phase === 'reconnecting') && (
        <Suspense>
          <RecordingKeeper roomId={state.room.roomId} sessionId={state.sessionId} />
        </Suspense>
      )}
      {stageShown && <StageWhenLoaded />}
      {state.phase !== 'idle' && !fullSize && wide === false && (
        <div className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-30">
          <Suspense>
            <Dock bar />
          </Suspense>
        </div>
      )}
    </>
  )
}

/** The stage, in one go where its code is there already. */
function StageWhenLoaded() {
  const [early] = useState(findStage)
  if (early) return <early.Stage />
  return (
    <Suspense fallback={<StageComing />}>
      <LaterStage />
    </Suspense>
  )
}

/** Over a slow line: where one is going, and the way back. */
function StageComing() {
  const { common } = useText()
  const { state } = useCall()
  return (
    <div className={stagePlace}>
      <div className="shown-late m-auto flex max-w-md flex-col items-center gap-4 px-6 text-center">
        {state.phase !== 'idle' && <p className="text-xl font-bold">{state.room.name}</p>}
        <Spinner />
        <Button look="quiet" onClick={() => getCallControl().leave()}>
          {common.cancel}
        </Button>
      </div>
    </div>
  )
}

function StageNotLoaded(props: NotLoadedProps) {
  const { common } = useText()
  return (
    <div className={stagePlace}>
      <div className="m-auto flex flex-col items-center rounded-card bg-surface p-3">
        <NotLoaded {...props} />
        <Button look="quiet" size="small" onClick={() => getCallControl().leave()}>
          {common.close}
        </Button>
      </div>
    </div>
  )
}

/** The keeper itself is not seen: this is, above everything. */
function KeeperNotLoaded(props: NotLoadedProps) {
  return (
    <div className="fixed top-2 left-1/2 z-50 -translate-x-1/2 overflow-hidden rounded-card border border-line">
      <NotLoaded {...props} />
    </div>
  )
}

/** Who walks away from the pre-join panel does not come in. */
function useGiveUpPreJoin(preJoin: boolean, fullSize: boolean): void {
  const seen = useRef(false)
  useEffect(() => {
    if (preJoin && seen.current && !fullSize) getCallControl().leave()
    seen.current = preJoin && fullSize
  }, [preJoin, fullSize])
}
