import { useLocation, useNavigate, useNavigation } from '@remix-run/react'
import { type ReactNode, useCallback, useEffect, useSyncExternalStore } from 'react'
import { getCallControl } from './call-control.ts'
import { type CallRoom, isIn } from './call-state.ts'
import { type CallView, emptyView } from './call-view.ts'

const nothing = () => () => {}

/** Keeps the tab's one call in reach of every page, from the root layout: no page change touches it. */
export function CallProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    const control = getCallControl()
    const shown = () => document.visibilityState === 'visible' && control.pageShown()
    document.addEventListener('visibilitychange', shown)
    return () => document.removeEventListener('visibilitychange', shown)
  }, [])
  return children
}

/** The call as it is now. */
export function useCall(): CallView {
  const inBrowser = typeof document !== 'undefined'
  return useSyncExternalStore(
    inBrowser ? getCallControl().subscribe : nothing,
    inBrowser ? getCallControl().getView : () => emptyView,
    () => emptyView,
  )
}

/** Whether the call fills the middle of the screen: on its room's page, from the moment one goes there. */
export function useIsFullSize(): boolean {
  const { state } = useCall()
  const location = useLocation()
  const next = useNavigation().location ?? location
  return state.phase !== 'idle' && next.pathname === state.room.href
}

/** Whether this person is in (or on the way into) that room, with this tab. */
export function useIsInRoom(roomId: string): boolean {
  const { state } = useCall()
  return isIn(state) && state.room.roomId === roomId
}

/** Gets ready what a call needs, when somebody seems about to enter. */
export function prepareCall(roomId: string): void {
  getCallControl().prepare(roomId)
  void import('./stage/stage.tsx').catch(() => {})
}

/** Goes into a room and to its page, at once. */
export function useJoin(): (room: CallRoom) => void {
  const navigate = useNavigate()
  return useCallback(
    (room) => {
      prepareCall(room.roomId)
      void getCallControl().join(room)
      navigate(room.href)
    },
    [navigate],
  )
}
