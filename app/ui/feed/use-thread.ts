import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { getJson, postJson } from '#app/http/post-json.ts'
import { useReady } from '#app/realtime/use-ready.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { Moment, ThreadItem, threadChanged } from '#communities/threads/contract.ts'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'
import type { recordingChanged } from '#rooms/recordings/events/contract.ts'
import type { MomentCard } from '#rooms/recordings/watching/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'

/** A thread together with the session that it tells of. */
export interface ThreadView {
  thread: ThreadItem
  session: SessionCard | null
  /** When it was discussed live, and on which agendas it waits. */
  talks: readonly ThreadTalk[]
  /** Of the recordings that are quoted, those that the reader may watch. */
  moments: Readonly<Record<string, MomentCard>>
}

export type ThreadIntent =
  | { intent: 'reply'; markdown: string; clientId: string; moment?: Moment | null }
  | { intent: 'react'; replyId?: string; emoji: string; on: boolean }
  | { intent: 'edit'; replyId?: string; markdown: string }
  | { intent: 'delete'; replyId?: string; restore?: boolean }

/** JSON has no instants: those of a session come as text. */
export function reviveSession(card: SessionCard): SessionCard {
  return { ...card, openedAt: new Date(card.openedAt), endedAt: card.endedAt && new Date(card.endedAt) }
}

/**
 * One thread on screen: read again when the server says that it changed, and by what is done to it here. Null: deleted.
 * On a page of its own (`alone`), also for what was not heard, while a connection was lost say; in a feed, the feed does that. Of answers that overtake each other, the one that was asked for last is shown.
 */
export function useThread(initial: ThreadView, { alone }: { alone: boolean }) {
  const [view, setView] = useState<ThreadView | null>(initial)
  const { id } = initial.thread
  const url = `/threads/${id}/api`
  /** How many replies are wanted, once somebody asked for more than the page came with. */
  const wanted = useRef<number>(initial.thread.replies.length > 3 ? initial.thread.replies.length : 0)
  const asked = useRef(0)
  const shown = useRef(0)

  const take = useCallback((number: number, answer: ActionAnswer<ThreadView | null>) => {
    if (number < shown.current) return
    const gone = !answer.ok && (answer.code === 'thread.gone' || answer.code === 'thread.notFound')
    if (!answer.ok && !gone) return
    shown.current = number
    const value = answer.ok ? answer.value : null
    setView(value && { ...value, session: value.session && reviveSession(value.session) })
  }, [])

  const refresh = useCallback(
    async (replies?: number) => {
      if (replies) wanted.current = replies
      const number = ++asked.current
      const answer = await getJson<ThreadView>(wanted.current ? `${url}?replies=${wanted.current}` : url)
      take(number, answer)
      return answer
    },
    [url, take],
  )

  const act = useCallback(
    async (intent: ThreadIntent) => {
      // A reply adds itself to what is shown, and pushes nothing else out of it.
      if (intent.intent === 'reply' && wanted.current) wanted.current++
      const number = ++asked.current
      const answer = await postJson<ThreadView | null>(url, { ...intent, replies: wanted.current })
      take(number, answer)
      return answer
    },
    [url, take],
  )

  const first = useRef(initial)
  useEffect(() => {
    if (first.current === initial) return
    first.current = initial
    // What was done here, or told, since then is newer than what was read with all the others.
    if (asked.current > 0) void refresh()
    else setView(initial)
  }, [initial, refresh])

  useServerEvent<typeof threadChanged>('thread.changed', ({ threadId, deleted }) => {
    if (threadId !== id) return
    if (deleted) take(++asked.current, { ok: true, value: null })
    else void refresh()
  })

  useServerEvent<typeof recordingChanged>('recording.changed', ({ sessionId }) => {
    if (sessionId === initial.thread.sessionId) void refresh()
  })

  useReady(() => {
    if (alone) void refresh()
  })

  const change = useCallback((how: (thread: ThreadItem) => ThreadItem) => {
    setView((before) => before && { ...before, thread: how(before.thread) })
  }, [])

  return { view, change, act, refresh }
}
