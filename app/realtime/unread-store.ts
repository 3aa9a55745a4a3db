import { useEffect, useSyncExternalStore } from 'react'
import type { inboxChanged } from '#communities/inbox/events/contract.ts'
import { askUntilAnswered } from './socket.ts'
import { useReady } from './use-ready.ts'
import { useServerEvent } from './use-server-event.ts'

let unread: number | null = null
const listeners = new Set<() => void>()

function set(count: number): void {
  unread = count
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How many matters of the inbox are unread, live; `initial` is what the page was rendered with. */
export function useUnread(initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => unread ?? initial,
    () => initial,
  )
}

/** Keeps the count true for as long as the page lives, also after a lost connection: once, in the frame. */
export function useUnreadFeed(initial: number): void {
  useEffect(() => set(initial), [initial])
  useServerEvent<typeof inboxChanged>('inbox.changed', (told) => set(told.unread))
  useReady(async () => {
    const answer = await askUntilAnswered<{ unread: number }>('inbox.read', {})
    if (answer?.ok) set(answer.value.unread)
  })
}
