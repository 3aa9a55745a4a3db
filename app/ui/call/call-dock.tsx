import { Suspense } from 'react'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { useCall, useIsFullSize } from './use-call.ts'
import { useIsWide } from './use-is-wide.ts'

const Dock = lazily(async () => ({ default: (await import('./stage/dock.tsx')).Dock }))

/** The call at the foot of the sidebar, while one is on another page than its room's. */
export function CallDock() {
  const { state } = useCall()
  const fullSize = useIsFullSize()
  const wide = useIsWide()
  if (state.phase === 'idle' || fullSize || !wide) return null
  return (
    <Suspense>
      <Dock />
    </Suspense>
  )
}
