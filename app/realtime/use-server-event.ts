import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import { getSocket } from './socket.ts'

/**
 * Calls `handler` for each event of a name that the server tells this tab. The type argument is the event of a `contract.ts`
 * (imported as a type, so that its schema stays on the server): `useServerEvent<typeof threadPosted>('thread.posted', …)`.
 */
export function useServerEvent<Event extends { readonly name: string; readonly payload: z.ZodType }>(
  name: Event['name'],
  handler: (payload: z.output<Event['payload']>) => void,
): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => {
    const socket = getSocket()
    const listener = (payload: z.output<Event['payload']>) => latest.current(payload)
    socket.on(name as string, listener as never)
    return () => {
      socket.off(name as string, listener as never)
    }
  }, [name])
}
