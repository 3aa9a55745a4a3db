import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

let asked = false
const listeners = new Set<() => void>()

/** As `useReadAgain`, outside of components. */
export const readAgain = () => {
  asked = true
  for (const listener of listeners) listener()
}

/**
 * Reads the page's data again when the server says that it changed: once, however many parts of the page ask, after whatever is being
 * read or sent already. (Reading in the middle of another reading would break that one off.)
 */
export function useReadAgain(): () => void {
  return readAgain
}

/** Whether nothing is being read or sent: from the router itself, since what React has drawn of it can be a moment old. */
function isQuiet(): boolean {
  const { revalidation, navigation, fetchers } = window.__remixRouter.state
  return revalidation === 'idle' && navigation.state === 'idle' && [...fetchers.values()].every((fetcher) => fetcher.state === 'idle')
}

/** Does the reading that parts of the page ask for: once, in the frame. */
export function useReadingAgain(): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const read = () => {
      if (!asked || !isQuiet()) return
      asked = false
      revalidate()
    }
    listeners.add(read)
    const unsubscribe = window.__remixRouter.subscribe(read)
    read()
    return () => {
      listeners.delete(read)
      unsubscribe()
    }
  }, [revalidate])
}
