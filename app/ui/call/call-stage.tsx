import { lazy, Suspense, useEffect, useRef } from 'react'
import { Announcer } from './announcer.tsx'
import { getCallControl } from './call-control.ts'
import { useCall, useIsFullSize } from './use-call.ts'
import { useIsWide } from './use-is-wide.ts'

const Stage = lazy(async () => ({ default: (await import('./stage/stage.tsx')).Stage }))
const Dock = lazy(async () => ({ default: (await import('./stage/dock.tsx')).Dock }))

/** The call at full size on its room's page; elsewhere on a phone, the bar above the tabs. */
export function CallStage() {
  const { state } = useCall()
  const fullSize = useIsFullSize()
  const wide = useIsWide()
  const stageShown = state.phase !== 'idle' && fullSize
  useEffect(() => {
    // What lies under the stage is out of reach while it is covered.
    const main = document.getElementById('content')
    if (main) main.inert = stageShown
    document.documentElement.classList.toggle('under-stage', stageShown)
  }, [stageShown])
  useGiveUpPreJoin(state.phase === 'preJoin', fullSize)
  return (
    <>
      <Announcer />
      {stageShown && (
        <Suspense fallback={<div className="on-stage fixed inset-0 z-40 wide:left-[16.5rem] wide:z-20" />}>
          <Stage />
        </Suspense>
      )}
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

/** Who walks away from the pre-join panel does not come in. */
function useGiveUpPreJoin(preJoin: boolean, fullSize: boolean): void {
  const seen = useRef(false)
  useEffect(() => {
    if (preJoin && seen.current && !fullSize) getCallControl().leave()
    seen.current = preJoin && fullSize
  }, [preJoin, fullSize])
}
