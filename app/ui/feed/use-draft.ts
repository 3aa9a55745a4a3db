import { useCallback, useEffect, useState } from 'react'

interface Draft {
  text: string
  /** Goes with the text when it is sent, so that a second try of the same text is the same post. */
  clientId: string
}

const storageKey = (key: string) => `draft:${key}`

/** A text being written, kept in this browser until it is sent: it survives a reload, a crash and a lost connection. */
export function useDraft(key: string) {
  const [draft, setDraft] = useState<Draft>({ text: '', clientId: '' })
  useEffect(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(storageKey(key)) ?? 'null') as Draft | null
      setDraft(kept?.text ? kept : { text: '', clientId: crypto.randomUUID() })
    } catch {
      setDraft({ text: '', clientId: crypto.randomUUID() })
    }
  }, [key])
  const write = useCallback(
    (text: string) =>
      setDraft((before) => {
        const draft = { text, clientId: before.clientId || crypto.randomUUID() }
        try {
          if (text) localStorage.setItem(storageKey(key), JSON.stringify(draft))
          else localStorage.removeItem(storageKey(key))
        } catch {
          // A browser without storage keeps the text as long as the page lives.
        }
        return draft
      }),
    [key],
  )
  const clear = useCallback(() => {
    try {
      localStorage.removeItem(storageKey(key))
    } catch {
      // As above.
    }
    setDraft({ text: '', clientId: crypto.randomUUID() })
  }, [key])
  return { ...draft, write, clear }
}
