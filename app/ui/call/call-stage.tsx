import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Announcer } from './announcer.tsx'
import { getCallControl } from './call-control.ts'
import { findStage, loadStage } from './stage-module.ts'
import { useCall, useIsFullSize } from './use-call.ts'
import { useIsWide } from './use-is-wide.ts'

const RecordingKeeper = lazy(async () => ({ default: (await import('./recording/recording-keeper.tsx')).RecordingKeeper }))
const Dock = lazy(async () => ({ default: (await import('./stage/dock.tsx')).Dock }))

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
      <Announcer />
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
  const [module, setModule] = useState(findStage)
  useEffect(() => {
    if (module) return
    loadStage().then(setModule, (error: unknown) =>
      setModule(() => {
        throw error
      }),
    )
  }, [module])
  return module ? <module.Stage /> : <div className="on-stage fixed inset-0 z-40 wide:left-[16.5rem] wide:z-20" />
}

/** Who walks away from the pre-join panel does not come in. */
function useGiveUpPreJoin(preJoin: boolean, fullSize: boolean): void {
  const seen = useRef(false)
  useEffect(() => {
    if (preJoin && seen.current && !fullSize) getCallControl().leave()
    seen.current = preJoin && fullSize
  }, [preJoin, fullSize])
}
