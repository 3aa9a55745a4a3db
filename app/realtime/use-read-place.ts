import { useEffect } from 'react'
import { postJson } from '#app/http/post-json.ts'
import type { inboxChanged } from '#communities/inbox/events/contract.ts'
import { useServerEvent } from './use-server-event.ts'

/**
 * Tells the inbox that a thread, or a session's page, is being looked at: what it tells of that is read, now and as long as the page
 * is in front. (A page that is fetched before it is asked for reads nothing.)
 */
export function useReadPlace(place: { threadId: string } | { sessionId: string }): void {
  const body = JSON.stringify({ change: 'looked', ...place })
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState === 'visible') void postJson('/inbox/api', JSON.parse(body))
    }
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => document.removeEventListener('visibilitychange', tell)
  }, [body])
  useServerEvent<typeof inboxChanged>('inbox.changed', ({ unread }) => {
    if (unread > 0 && document.visibilityState === 'visible') void postJson('/inbox/api', JSON.parse(body))
  })
}
