import { useCallback, useEffect, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { getJson, postJson } from '#app/http/post-json.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { ThreadItem, threadChanged } from '#communities/threads/contract.ts'

export type ThreadIntent =
  | { intent: 'reply'; markdown: string; clientId: string }
  | { intent: 'react'; replyId?: string; emoji: string; on: boolean }
  | { intent: 'edit'; replyId?: string; markdown: string }
  | { intent: 'delete'; replyId?: string; restore?: boolean }

/** One thread on screen: read again when the server says that it changed, and by what is done to it here. Null: deleted. */
export function useThread(initial: ThreadItem, all: boolean) {
  const [thread, setThread] = useState<ThreadItem | null>(initial)
  useEffect(() => setThread(initial), [initial])
  const url = `/threads/${initial.id}/api`
  const refresh = useCallback(
    async (withAll: boolean) => {
      const answer = await getJson<ThreadItem>(withAll ? `${url}?all` : url)
      if (answer.ok) setThread(answer.value)
      else if (answer.code === 'thread.gone' || answer.code === 'thread.notFound') setThread(null)
    },
    [url],
  )
  const act = useCallback(
    async (intent: ThreadIntent): Promise<ActionAnswer<ThreadItem | null>> => {
      const answer = await postJson<ThreadItem | null>(url, all ? { ...intent, all: true } : intent)
      if (answer.ok) setThread(answer.value)
      return answer
    },
    [url, all],
  )
  useServerEvent<typeof threadChanged>('thread.changed', ({ threadId }) => {
    if (threadId === initial.id) void refresh(all)
  })
  return { thread, setThread, act, refresh }
}
