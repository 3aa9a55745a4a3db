import { useFetchers, useNavigation, useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'

/**
 * Reads the page's data again when the server says that it changed: once, after whatever is being read or sent already.
 * (Reading in the middle of another reading would break that one off.)
 */
export function useReadAgain(): () => void {
  const { revalidate, state } = useRevalidator()
  const navigation = useNavigation()
  const fetchers = useFetchers()
  const [asked, setAsked] = useState(false)
  const quiet = state === 'idle' && navigation.state === 'idle' && fetchers.every((fetcher) => fetcher.state === 'idle')
  useEffect(() => {
    if (!asked || !quiet) return
    setAsked(false)
    revalidate()
  }, [asked, quiet, revalidate])
  return useCallback(() => setAsked(true), [])
}
