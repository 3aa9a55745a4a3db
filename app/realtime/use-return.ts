import { useEffect, useRef } from 'react'
import { getSocket } from './socket.ts'

/** Calls `work` whenever the connection is there again after it was lost: what was said meanwhile was not heard. */
export function useReturn(work: () => void): void {
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  useEffect(() => {
    const socket = getSocket()
    let lost = false
    const onLost = () => {
      lost = true
    }
    const onReady = () => {
      if (lost) latest.current()
      lost = false
    }
    socket.on('disconnect', onLost)
    socket.on('ready', onReady)
    return () => {
      socket.off('disconnect', onLost)
      socket.off('ready', onReady)
    }
  }, [])
}
