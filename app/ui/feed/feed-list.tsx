import { useRevalidator } from '@remix-run/react'
import { ArrowUp } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { errorText, useText } from '#app/i18n/text.tsx'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { Button } from '#app/ui/kit/button.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import type { FeedPage, ThreadItem, threadPosted } from '#communities/threads/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'
import { ThreadCard } from './thread-card.tsx'

/** A page of the feed with what its session threads tell of. */
export interface FeedWithSessions extends FeedPage {
  sessions: Record<string, SessionCard>
}

interface FeedListProps {
  feed: FeedWithSessions
  viewer: PersonCard
  /** The community, or all of the viewer's. */
  hears: (communityId: string) => boolean
  showCommunity: boolean
  /** What is older than a cursor: `GET` answers a `FeedWithSessions`. */
  olderUrl: (cursor: string) => string
  renderSession: (card: SessionCard, thread: ThreadItem) => ReactNode
  empty: ReactNode
}

/** The feed: its first page from the loader, older ones as they are asked for, and a pill that counts what is new. */
export function FeedList({ feed: first, viewer, hears, showCommunity, olderUrl, renderSession, empty }: FeedListProps) {
  const text = useText()
  const { revalidate, state } = useRevalidator()
  const [older, setOlder] = useState<FeedWithSessions[]>([])
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const fresh = useRef(new Set<string>())
  const [freshCount, setFreshCount] = useState(0)
  const top = useRef<HTMLDivElement>(null)

  // What the loader brought is not new any more.
  useEffect(() => {
    for (const thread of first.threads) fresh.current.delete(thread.id)
    setFreshCount(fresh.current.size)
  }, [first])
  useServerEvent<typeof threadPosted>('thread.posted', ({ communityId, threadId, authorId, kind }) => {
    if (!hears(communityId) || authorId === viewer.id || first.threads.some((thread) => thread.id === threadId)) return
    // A session that opens is shown at once: its live card is what one looks for.
    if (kind === 'session') return revalidate()
    fresh.current.add(threadId)
    setFreshCount(fresh.current.size)
  })

  const pages = [first, ...older]
  const cursor = pages.at(-1)?.nextCursor ?? null
  const seen = new Set<string>()
  const threads = pages.flatMap((page) => page.threads).filter((thread) => !seen.has(thread.id) && seen.add(thread.id))
  const sessions: Record<string, SessionCard> = Object.assign({}, ...[...pages].reverse().map((page) => page.sessions))

  const showFresh = () => {
    fresh.current.clear()
    setFreshCount(0)
    setOlder([])
    revalidate()
    top.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0, behavior: 'smooth' })
  }
  const loadOlder = async () => {
    if (!cursor) return
    setLoading(true)
    const answer = await getJson<FeedWithSessions>(olderUrl(cursor))
    setLoading(false)
    setFailure(answer.ok ? null : answer.code)
    if (answer.ok) setOlder((pages) => [...pages, { ...answer.value, sessions: withDates(answer.value.sessions) }])
  }

  return (
    <section aria-label={text.feed.threads} aria-busy={state !== 'idle'} className="flex flex-col gap-4">
      <div ref={top} tabIndex={-1} className="outline-none" />
      <div aria-live="polite" className="sticky top-3 z-10 -mt-4 flex h-0 justify-center">
        {freshCount > 0 && (
          <button
            type="button"
            onClick={showFresh}
            className="tabular inline-flex h-8 items-center gap-1.5 rounded-full bg-ink px-3.5 text-sm font-semibold text-canvas"
          >
            <ArrowUp className="size-4" aria-hidden /> {text.feed.newThreads({ count: freshCount })}
          </button>
        )}
      </div>
      {threads.length === 0 && empty}
      {threads.map((thread) => {
        const card = thread.sessionId ? sessions[thread.sessionId] : undefined
        return (
          <ThreadCard
            key={thread.id}
            thread={thread}
            viewer={viewer}
            showCommunity={showCommunity}
            session={card && renderSession(card, thread)}
          />
        )
      })}
      {failure && (
        <p role="alert" className="text-center text-sm font-medium text-danger">
          {errorText(text, failure)}
        </p>
      )}
      {cursor && (
        <Button look="outline" onClick={() => void loadOlder()} aria-disabled={loading} className="self-center">
          {loading ? text.common.loading : text.feed.older}
        </Button>
      )}
    </section>
  )
}

/** JSON has no instants: those of the sessions come as text. */
function withDates(sessions: Record<string, SessionCard>): Record<string, SessionCard> {
  const revive = (card: SessionCard) => ({ ...card, openedAt: new Date(card.openedAt), endedAt: card.endedAt && new Date(card.endedAt) })
  return Object.fromEntries(Object.entries(sessions).map(([id, card]) => [id, revive(card)]))
}
