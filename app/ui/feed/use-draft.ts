import { useCallback, useEffect, useState } from 'react'
import { useViewerId } from '#app/ui/rooms/use-my-communities.ts'

interface Draft {
  text: string
  /** Goes with the text when it is sent, so that a second try of the same text is the same post. */
  clientId: string
}

/** Under which name this browser keeps what its reader is writing: each member's is their own, and whoever signs in next sees none of it. */
export const useDraftKey = (key: string) => `draft:${useViewerId()}:${key}`

function keep(key: string, draft: Draft): void {
  try {
    if (draft.text) localStorage.setItem(key, JSON.stringify(draft))
    else localStorage.removeItem(key)
  } catch {
    // A browser without storage keeps the text as long as the page lives.
  }
}

/**
 * A text being written, kept in this browser until it is sent: it survives a reload, a crash and a lost connection.
 * `restore` brings back what was taken out to be sent and did not arrive, before what was typed meanwhile.
 */
export function useDraft(name: string) {
  const key = useDraftKey(name)
  const [draft, setDraft] = useState<Draft>({ text: '', clientId: '' })
  useEffect(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
      setDraft(kept?.text ? kept : { text: '', clientId: crypto.randomUUID() })
    } catch {
      setDraft({ text: '', clientId: crypto.randomUUID() })
    }
  }, [key])
  const write = useCallback(
    (text: string) =>
      setDraft((before) => {
        const draft = { text, clientId: before.clientId || crypto.randomUUID() }
        keep(key, draft)
        return draft
      }),
    [key],
  )
  const clear = useCallback(() => {
    const none = { text: '', clientId: crypto.randomUUID() }
    keep(key, none)
    setDraft(none)
  }, [key])
  const restore = useCallback(
    (sent: Draft) =>
      setDraft((meanwhile) => {
        const back = meanwhile.text ? { text: `${sent.text} ${meanwhile.text}`, clientId: crypto.randomUUID() } : sent
        keep(key, back)
        return back
      }),
    [key],
  )
  return { ...draft, write, clear, restore }
}
