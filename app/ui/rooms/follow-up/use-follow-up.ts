import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { postJson } from '#app/http/post-json.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useDraftKey } from '#app/ui/feed/use-draft.ts'
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
  /** The server has it, as this `rev`: it stands here until the page has read as much. */
  isSaved?: true
}

const says = (one: Draft, other: Draft) => one.title === other.title && one.markdown === other.markdown

/**
 * The text of a follow-up that is being written, kept in this browser until it is saved: it survives a reload, a crash and a lost
 * connection. Untouched, it is what the server has. What is typed while a text is on its way goes on from that text.
 */
export function useFollowUpDraft({ sessionId, title, markdown, rev }: FollowUpView) {
  const key = useDraftKey(`follow-up:${sessionId}`)
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
        if (draft && !draft.isSaved) localStorage.setItem(key, JSON.stringify(draft))
        else localStorage.removeItem(key)
      } catch {
        // A browser without storage keeps the text as long as the page lives.
      }
    },
    [key],
  )
  const same = kept === null || says(kept, saved) || (kept.isSaved === true && saved.rev >= kept.rev)
  const draft = kept && !same ? kept : saved
  const latest = useRef(draft)
  latest.current = draft
  return {
    draft,
    touched: !same,
    /** Somebody else changed it since this text was begun. */
    conflict: !same && draft.rev < saved.rev,
    write: ({ title = draft.title, markdown = draft.markdown }: Partial<Draft>) => keep({ title, markdown, rev: draft.rev }),
    /** What was sent is on the server, as `rev`. Answers whether the field still says no more than that. */
    settle: (sent: Draft, rev: number): boolean => {
      const { title, markdown } = latest.current
      const isSaved = says(latest.current, sent)
      keep({ title, markdown, rev, ...(isSaved && { isSaved }) })
      return isSaved
    },
    /** From now on it is known what the other one says. */
    goOnWithMine: () => keep({ ...draft, rev: saved.rev }),
    forget: () => keep(null),
  }
}
