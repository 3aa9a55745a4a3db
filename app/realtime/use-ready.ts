import { useEffect, useRef } from 'react'
import { getSocket } from './socket.ts'

/** Calls `handler` whenever the connection is ready again after it was lost: what was missed meanwhile has to be read. */
export function useReady(handler: () => void): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => {
    const socket = getSocket()
    const onReady = () => latest.current()
    socket.on('ready', onReady)
    return () => {
      socket.off('ready', onReady)
    }
  }, [])
}
