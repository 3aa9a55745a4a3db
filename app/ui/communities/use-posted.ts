import { type FetcherWithComponents, useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'

/** A form of its own beside the page's: `onAnswer` runs once for each answer, before the page is read anew. */
export function usePosted(onAnswer?: (answer: ActionAnswer<unknown>) => void): FetcherWithComponents<ActionAnswer<unknown>> {
  const fetcher = useFetcher<ActionAnswer<unknown>>()
  const listener = useRef(onAnswer)
  listener.current = onAnswer
  const { data } = fetcher
  useEffect(() => {
    if (data) listener.current?.(data)
  }, [data])
  return fetcher
}
