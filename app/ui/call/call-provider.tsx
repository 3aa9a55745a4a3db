import { useNavigate } from '@remix-run/react'
import { type ReactNode, useCallback, useEffect } from 'react'
import { getCallControl } from './call-control.ts'
import type { CallRoom } from './call-state.ts'

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
