import { useCallback, useState } from 'react'

const KEY = 'palier.panel'

export interface OpenPanel {
  /** Null: none is open. */
  id: string | null
  /** The person has just asked for it: not so where this tab remembered it. */
  asked: boolean
  open: (id: string) => void
  close: () => void
  toggle: (id: string) => void
}

/** Which panel is open beside the faces: none at first, later what this tab of the browser remembers. */
export function useOpenPanel(known: readonly string[]): OpenPanel {
  const [{ id, asked }, set] = useState(() => {
    const kept = sessionStorage.getItem(KEY)
    return { id: kept && known.includes(kept) ? kept : null, asked: false }
  })
  const change = useCallback((next: string | null) => {
    if (next) sessionStorage.setItem(KEY, next)
    else sessionStorage.removeItem(KEY)
    set({ id: next, asked: true })
  }, [])
  return {
    id,
    asked,
    open: change,
    close: () => change(null),
    toggle: (wanted) => change(wanted === id ? null : wanted),
  }
}
