import { useRouteLoaderData } from '@remix-run/react'
import { useEffect, useSyncExternalStore } from 'react'
import { useRoster } from '#app/realtime/roster-store.ts'
import { useCloseWatch } from '#app/realtime/use-close-watch.ts'
import type { loader } from '#app/root.tsx'
import type { PanelProps } from '../contract.ts'
import { ChatStore, type ChatView, emptyChatView } from './chat-store.ts'

/** One for each session that was looked at in this tab. */
const stores = new Map<string, ChatStore>()

function storeOf(sessionId: string, memberId: string): ChatStore {
  const key = `${memberId} ${sessionId}`
  const store = stores.get(key) ?? new ChatStore(sessionId, memberId)
  stores.set(key, store)
  return store
}

const noStore = { subscribe: () => () => {}, getView: () => emptyChatView }

/** A session's chat, live for as long as it is looked at or its button is on screen. */
export function useChat({
  sessionId,
  room,
}: Pick<PanelProps, 'sessionId' | 'room'>): ChatView & { store: ChatStore | null; viewerId: string } {
  const viewerId = useRouteLoaderData<typeof loader>('root')?.viewer?.id ?? ''
  const store = typeof document === 'undefined' || !viewerId ? null : storeOf(sessionId, viewerId)
  const { subscribe, getView } = store ?? noStore
  const view = useSyncExternalStore(subscribe, getView, () => emptyChatView)
  useCloseWatch({ sessionId }, () => store?.read())
  // Its end, too, has to be heard of.
  const running = useRoster(room.roomId)?.session?.id
  useEffect(() => {
    if (running !== sessionId) store?.read()
  }, [running, sessionId, store])
  return { ...view, store, viewerId }
}
