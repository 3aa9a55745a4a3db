import { useEffect, useRef } from 'react'
import { getSocket } from './socket.ts'

/**
 * Calls `handler` whenever this tab begins to hear the server: after the page came, and after a lost connection. What changed between the
 * reading of the page, or the loss, and that moment was told to others only, and has to be read.
 */
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
