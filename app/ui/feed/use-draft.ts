import { useCallback, useEffect, useState } from 'react'

interface Draft {
  text: string
  /** Goes with the text when it is sent, so that a second try of the same text is the same post. */
  clientId: string
}

const storageKey = (key: string) => `draft:${key}`

function keep(key: string, draft: Draft): void {
  try {
    if (draft.text) localStorage.setItem(storageKey(key), JSON.stringify(draft))
    else localStorage.removeItem(storageKey(key))
  } catch {
    // A browser without storage keeps the text as long as the page lives.
  }
}

/**
 * A text being written, kept in this browser until it is sent: it survives a reload, a crash and a lost connection.
 * `restore` brings back what was taken out to be sent and did not arrive, before what was typed meanwhile.
 */
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
