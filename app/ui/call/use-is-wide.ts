import { useSyncExternalStore } from 'react'

/** Where the sidebar begins to show (`wide:`). */
const WIDE = '(min-width: 64rem)'

const subscribe = (listener: () => void) => {
  const query = matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether there is a sidebar; null before the page is alive. */
export function useIsWide(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    subscribe,
    () => matchMedia(WIDE).matches,
    () => null,
  )
}
