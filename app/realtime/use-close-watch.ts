import { useEffect, useRef } from 'react'
import { askServer, askUntilAnswered, getSocket } from './socket.ts'

/** A room (its agenda) or a session (its chat, its notes) that somebody looks at from close by. */
export type Watched = { roomId: string } | { sessionId: string }

/** How many components of this tab look at each. */
const looking = new Map<string, number>()

/**
 * Hears of a room or a session from close by while it is on screen. `onWatching` runs each time hearing begins, also after a lost
 * connection: what changed before that moment has to be read, what changes after it is told.
 */
export function useCloseWatch(watched: Watched | null, onWatching: () => void): void {
  const latest = useRef(onWatching)
  useEffect(() => {
    latest.current = onWatching
  })
  const noun = watched && 'roomId' in watched ? 'room' : 'session'
  const id = watched ? ('roomId' in watched ? watched.roomId : watched.sessionId) : null
  useEffect(() => {
    if (!id) return
    const socket = getSocket()
    const input = noun === 'room' ? { roomId: id } : { sessionId: id }
    const key = `${noun}:${id}`
    let over = false
    const watch = async () => {
      const answer = await askUntilAnswered(`${noun}.watch`, input, () => !over)
      if (answer?.ok && !over) latest.current()
    }
    looking.set(key, (looking.get(key) ?? 0) + 1)
    socket.on('ready', watch)
    if (socket.connected) void watch()
    return () => {
      over = true
      socket.off('ready', watch)
      const others = (looking.get(key) ?? 1) - 1
      if (others > 0) looking.set(key, others)
      else {
        looking.delete(key)
        if (socket.connected) void askServer(`${noun}.unwatch`, input)
      }
    }
  }, [noun, id])
}
