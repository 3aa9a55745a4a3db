import { useEffect, useRef, useState } from 'react'

const KEY = 'palier.player.keys'

/** What each key does, by its name in `KeyboardEvent.key`, in lower case. */
export type Keys = Record<string, () => void>

/**
 * Single keys for a recording, anywhere on its page: not while one types or uses something that needs the key itself, and not where
 * they were switched off (WCAG 2.1.4). While a call is at full size, keys are the call's.
 */
export function useKeys(keys: Keys) {
  const [enabled, setEnabled] = useState(() => localStorage.getItem(KEY) !== 'off')
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    if (!enabled) return
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (document.documentElement.classList.contains('under-stage')) return
      const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
      if (target.closest('input, textarea, select, [contenteditable], dialog, [role="menu"]')) return
      if (key === 'space' && target.closest('button, a, summary')) return
      if (/^arrow(up|down)$/.test(key) && !target.closest('[data-player]')) return
      const act = latest.current[key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [enabled])
  return {
    enabled,
    setEnabled: (on: boolean) => {
      localStorage.setItem(KEY, on ? 'on' : 'off')
      setEnabled(on)
    },
  }
}
