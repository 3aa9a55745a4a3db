import { useFetchers, useNavigation, useRevalidator } from '@remix-run/react'
import { useEffect, useSyncExternalStore } from 'react'

let asked = false
const listeners = new Set<() => void>()

function setAsked(value: boolean): void {
  asked = value
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const readAgain = () => setAsked(true)

/**
 * Reads the page's data again when the server says that it changed: once, however many parts of the page ask, after whatever is being
 * read or sent already. (Reading in the middle of another reading would break that one off.)
 */
export function useReadAgain(): () => void {
  return readAgain
}

/** Does the reading that parts of the page ask for: once, in the frame. */
export function useReadingAgain(): void {
  const { revalidate, state } = useRevalidator()
  const navigation = useNavigation()
  const fetchers = useFetchers()
  const wanted = useSyncExternalStore(
    subscribe,
    () => asked,
    () => false,
  )
  const quiet = state === 'idle' && navigation.state === 'idle' && fetchers.every((fetcher) => fetcher.state === 'idle')
  useEffect(() => {
    if (!wanted || !quiet) return
    setAsked(false)
    revalidate()
  }, [wanted, quiet, revalidate])
}
