import { useCallback, useEffect, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { postJson } from '#app/http/post-json.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import type { FollowUpView } from '#rooms/follow-ups/contract.ts'

export type FollowUpIntent =
  | { intent: 'edit'; title: string; markdown: string; rev: number }
  | { intent: 'publish'; title?: string; markdown?: string; rev: number }
  | { intent: 'dismiss'; undo?: boolean }
  | { intent: 'takeOver' }
  | { intent: 'catchUp'; undo?: boolean }

/** Does something with a session's follow-up, and reads the page again after it. */
export function useFollowUpAction(sessionId: string): (intent: FollowUpIntent) => Promise<ActionAnswer<number | null>> {
  const readAgain = useReadAgain()
  return useCallback(
    async (intent) => {
      const answer = await postJson<number | null>(`/sessions/${sessionId}/follow-up`, intent)
      readAgain()
      return answer
    },
    [sessionId, readAgain],
  )
}

interface Draft {
  title: string
  markdown: string
  /** Of what it began with: saved on top of another one, the writer is asked first. */
  rev: number
}

/**
 * The text of a follow-up that is being written, kept in this browser until it is saved: it survives a reload, a crash and a lost
 * connection. Untouched, it is what the server has.
 */
export function useFollowUpDraft({ sessionId, title, markdown, rev }: FollowUpView) {
  const key = `draft:follow-up:${sessionId}`
  const saved: Draft = { title, markdown: markdown ?? '', rev }
  const [kept, setKept] = useState<Draft | null>(null)
  useEffect(() => {
    try {
      setKept(JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null)
    } catch {
      setKept(null)
    }
  }, [key])
  const keep = useCallback(
    (draft: Draft | null) => {
      setKept(draft)
      try {
        if (draft) localStorage.setItem(key, JSON.stringify(draft))
        else localStorage.removeItem(key)
      } catch {
        // A browser without storage keeps the text as long as the page lives.
      }
    },
    [key],
  )
  const same = kept === null || (kept.title === saved.title && kept.markdown === saved.markdown)
  const draft = kept && !same ? kept : saved
  return {
    draft,
    touched: !same,
    /** Somebody else changed it since this text was begun. */
    conflict: !same && draft.rev !== saved.rev,
    write: (change: Partial<Omit<Draft, 'rev'>>) => keep({ ...draft, ...change }),
    /** From now on it is known what the other one says. */
    goOnWithMine: () => keep({ ...draft, rev: saved.rev }),
    forget: () => keep(null),
  }
}
