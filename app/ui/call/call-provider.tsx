import { useLocation, useNavigate, useNavigation } from '@remix-run/react'
import { type ReactNode, useEffect } from 'react'
import { getCallControl } from './call-control.ts'
import type { CallRoom } from './call-state.ts'
import { useKeepDocument } from './keep-document.ts'
import { loadStage } from './stage-module.ts'
import { useCall } from './use-call.ts'

/** Keeps the tab's one call in reach of every page, from the root layout: no page change touches it. */
export function CallProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    const control = getCallControl()
    const shown = () => document.visibilityState === 'visible' && control.pageShown()
    document.addEventListener('visibilitychange', shown)
    return () => document.removeEventListener('visibilitychange', shown)
  }, [])
  usePageOfCall()
  useKeepDocument()
  return children
}

/** Goes to the room's page after its call. */
function usePageOfCall(): void {
  const { state, pageFollows } = useCall()
  const location = useLocation()
  const { key } = useNavigation().location ?? location
  const navigate = useNavigate()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the place
  useEffect(() => getCallControl().pageChanged(), [key])
  const due = pageFollows === 'now' && state.phase !== 'idle' ? state.room.href : null
  const isThere = due === location.pathname
  useEffect(() => {
    if (isThere) getCallControl().pageChanged()
    else if (due) navigate(due)
  }, [due, isThere, navigate])
}

/** Gets ready what a call needs, when somebody seems about to enter. */
export function prepareCall(roomId: string): void {
  getCallControl().prepare(roomId)
  void loadStage().catch(() => {})
}

/** Goes into a room, at once. */
export function join(room: CallRoom): void {
  prepareCall(room.roomId)
  void getCallControl().join(room)
}
