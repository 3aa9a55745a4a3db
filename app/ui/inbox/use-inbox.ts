import { useCallback, useEffect, useRef, useState } from 'react'
import { getJson, postJson } from '#app/http/post-json.ts'
import { getSocket } from '#app/realtime/socket.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { InboxChange, InboxEntry, InboxPage, InboxView } from '#communities/inbox/contract.ts'
import type { inboxChanged } from '#communities/inbox/events/contract.ts'

/** A matter after a change; null where this part of the inbox does not show it any more. */
export function changed(entry: InboxEntry, change: InboxChange, view: InboxView): InboxEntry | null {
  const after = {
    ...entry,
    read: change === 'read' ? true : change === 'unread' ? false : entry.read,
    done: change === 'done' ? true : change === 'undone' ? false : entry.done,
  }
  // What is read just now stays where it is until the part is opened again: nothing moves under the finger.
  return after.done === (view === 'done') ? after : null
}

/**
 * A part of the inbox on screen: changed here at once, and read again when the server says that it changed, here or on another
 * device, and after a lost connection. What was changed stays so while it is on its way.
 */
export function useInbox(view: InboxView, first: InboxPage) {
  const [page, setPage] = useState(first)
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const asked = useRef(0)
  const shown = useRef(page)
  shown.current = page
  const underway = useRef(0)

  const readAgain = useCallback(async () => {
    const number = ++asked.current
    const limit = Math.max(shown.current.entries.length, 30)
    const answer = await getJson<InboxPage>(`/inbox/api?view=${view}&limit=${limit}`)
    if (answer.ok && number === asked.current && underway.current === 0) setPage(answer.value)
  }, [view])

  useEffect(() => {
    asked.current++
    setPage(first)
  }, [first])
  useServerEvent<typeof inboxChanged>('inbox.changed', () => void readAgain())
  useEffect(() => {
    const socket = getSocket()
    const onReady = () => void readAgain()
    socket.on('ready', onReady)
    return () => {
      socket.off('ready', onReady)
    }
  }, [readAgain])

  /** Sends something that is shown already; where it fails, the page says again what the server has. */
  const send = useCallback(
    async (body: object) => {
      underway.current++
      const answer = await postJson<string | null>('/inbox/api', body)
      underway.current--
      if (!answer.ok || underway.current === 0) void readAgain()
      return answer
    },
    [readAgain],
  )

  const change = useCallback(
    (what: InboxChange, entries: InboxEntry[]) => {
      const ids = new Set(entries.map(({ id }) => id))
      setPage((before) => ({
        ...before,
        entries: before.entries.flatMap((entry) => (ids.has(entry.id) ? (changed(entry, what, view) ?? []) : entry)),
      }))
      return send({ change: what, matters: entries.map(({ id, happenedAt }) => ({ id, happenedAt })) })
    },
    [send, view],
  )

  const finishAll = useCallback(() => {
    const until = shown.current.entries[0]?.happenedAt
    setPage({ entries: [], nextCursor: null })
    return send({ change: 'allDone', until })
  }, [send])

  const loadOlder = useCallback(async () => {
    const { nextCursor } = shown.current
    if (!nextCursor) return
    setLoading(true)
    const answer = await getJson<InboxPage>(`/inbox/api?view=${view}&cursor=${nextCursor}`)
    setLoading(false)
    setFailure(answer.ok ? null : answer.code)
    if (!answer.ok) return
    setPage((before) => {
      const known = new Set(before.entries.map(({ id }) => id))
      const older = answer.value.entries.filter(({ id }) => !known.has(id))
      return { entries: [...before.entries, ...older], nextCursor: answer.value.nextCursor }
    })
  }, [view])

  return { page, change, finishAll, undoAll: (undo: string) => send({ change: 'allDone', undo }), loadOlder, loading, failure }
}
