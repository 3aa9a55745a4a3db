import { useLocation, useNavigation } from '@remix-run/react'
import { useSyncExternalStore } from 'react'
import { getCallControl } from './call-control.ts'
import { isIn } from './call-state.ts'
import { type CallView, emptyView } from './call-view.ts'

const nothing = () => () => {}

/** What `read` finds in the call as it is now; drawn again when that is something else. */
function useOfCall<T>(read: (view: CallView) => T): T {
  const inBrowser = typeof document !== 'undefined'
  const empty = () => read(emptyView)
  return useSyncExternalStore(
    inBrowser ? getCallControl().subscribe : nothing,
    inBrowser ? () => read(getCallControl().getView()) : empty,
    empty,
  )
}

const whole = (view: CallView) => view

/** The call as it is now. */
export function useCall(): CallView {
  return useOfCall(whole)
}

/** Whether the call fills the middle of the screen: from the click that enters, and on its room's page. */
export function useIsFullSize(): boolean {
  const { state, pageFollows } = useCall()
  const location = useLocation()
  const next = useNavigation().location ?? location
  return state.phase !== 'idle' && (pageFollows !== 'no' || next.pathname === state.room.href)
}

/** Whether this person is in (or on the way into) that room, with this tab. */
export function useIsInRoom(roomId: string): boolean {
  return useOfCall(({ state }) => isIn(state) && state.room.roomId === roomId)
}
