import { useRevalidator } from '@remix-run/react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useReady } from '#app/realtime/use-ready.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { CachedMarkup } from '#app/ui/kit/cached-markup.tsx'
import { ArrowUp } from '#app/ui/kit/icons.tsx'
import { Part } from '#app/ui/kit/part.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import type { FeedPage, ThreadItem, threadChanged, threadPosted } from '#communities/threads/contract.ts'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'
import type { MomentCard } from '#rooms/recordings/watching/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'
import { goneSince } from './gone-since.ts'
import { shownBy, ThreadCard } from './thread-card.tsx'
import { reviveSession } from './use-thread.ts'

const useText = textsOf('common', 'errors', 'feed')

/** A page of the feed with what its session threads tell of. */
export interface FeedWithSessions extends FeedPage {
  sessions: Record<string, SessionCard>
  /** By thread id; of those that are, or were, on an agenda. */
  talks: Record<string, ThreadTalk[]>
  /** By recording id; of those that are quoted, and that the reader may watch. */
  moments: Record<string, MomentCard>
}

interface FeedListProps {
  feed: FeedWithSessions
  viewer: PersonCard
  /** The community, or all of the viewer's. */
  hears: (communityId: string) => boolean
  showCommunity: boolean
  /** A page of this feed by its cursor, or the first `count` threads: `GET` answers a `FeedWithSessions`. */
  pageUrl: (where: { cursor?: string; count?: number }) => string
  renderSession: (session: SessionCard) => ReactNode
  empty: ReactNode
}

/** The address of a part of the feed of the viewer, or of one community. */
export function feedUrl(where: { cursor?: string; count?: number; community?: string }): string {
  const search = new URLSearchParams(Object.entries(where).map(([name, value]) => [name, String(value)]))
  return `/feed?${search}`
}

/** The feed: its first page from the loader, older ones as they are asked for, and a pill that counts what is new. */
export function FeedList({ feed: first, viewer, hears, showCommunity, pageUrl, renderSession, empty }: FeedListProps) {
  const text = useText()
  const { revalidate, state } = useRevalidator()
  const [older, setOlder] = useState<FeedWithSessions[]>([])
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const list = useRef<HTMLElement>(null)
  const [fresh, setFresh] = useFresh(first)
  const goToTop = useRef(false)
  /** What is on screen, as it was read when this tab began to hear of it, also after a lost connection. */
  const [again, setAgain] = useState<(FeedWithSessions & { gone: ReadonlySet<string> }) | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the loader brings is newer
  useEffect(() => setAgain(null), [first])

  const pages = [first, ...older]
  const cursor = pages.at(-1)?.nextCursor ?? null
  // A thread that moved up meanwhile is on two pages: its place is the upper one.
  const onScreen = new Set<string>()
  const readAgain = new Map(again?.threads.map((thread) => [thread.id, thread]))
  const threads = pages
    .flatMap((page) => page.threads)
    .filter(({ id }) => !again?.gone.has(id) && !onScreen.has(id) && onScreen.add(id))
    .map((thread) => readAgain.get(thread.id) ?? thread)
  const sessions: Record<string, SessionCard> = Object.assign({}, ...[...pages].reverse().map((page) => page.sessions), again?.sessions)
  const talks: Record<string, ThreadTalk[]> = Object.assign({}, ...[...pages].reverse().map((page) => page.talks), again?.talks)

  const moments: Record<string, MomentCard> = Object.assign({}, ...[...pages].reverse().map((page) => page.moments), again?.moments)

  useServerEvent<typeof threadPosted>('thread.posted', ({ communityId, threadId, authorId, kind }) => {
    if (!hears(communityId) || authorId === viewer.id || onScreen.has(threadId)) return
    // A session that opens is shown at once: its live card is what one looks for.
    if (kind === 'session') revalidate()
    else setFresh((ids) => new Set(ids).add(threadId))
  })
  useServerEvent<typeof threadChanged>('thread.changed', ({ threadId, deleted }) => {
    if (deleted) setFresh((ids) => new Set([...ids].filter((id) => id !== threadId)))
  })
  useReady(async () => {
    const answer = await getJson<FeedWithSessions>(pageUrl({ count: threads.length }))
    if (!answer.ok) return
    if (JSON.stringify([answer.value.threads, answer.value.sessions]) !== JSON.stringify([threads, sessions]))
      setAgain({ ...answer.value, sessions: reviveSessions(answer.value.sessions), gone: goneSince(threads, answer.value) })
    const missed = answer.value.threads.filter((thread) => !onScreen.has(thread.id) && thread.author?.id !== viewer.id)
    const newestKnown = first.threads[0]?.createdAt ?? ''
    const posted = missed.filter((thread) => thread.createdAt > newestKnown && thread.kind !== 'session')
    setFresh((ids) => new Set([...ids, ...posted.map((thread) => thread.id)]))
  })

  // Who asked for what is new goes on reading from there, also by keyboard.
  useEffect(() => {
    if (!goToTop.current || state !== 'idle' || first.threads.length === 0) return
    goToTop.current = false
    list.current?.querySelector<HTMLElement>('article')?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [first, state])
  const showFresh = () => {
    goToTop.current = true
    setOlder([])
    revalidate()
  }
  const loadOlder = async () => {
    if (!cursor || loading) return
    setLoading(true)
    const answer = await getJson<FeedWithSessions>(pageUrl({ cursor }))
    setLoading(false)
    setFailure(answer.ok ? null : answer.code)
    if (!answer.ok) return
    // What the loader brings later begins with what is new, and ends sooner: the first page goes on standing above these.
    setOlder((before) => [...(before.length > 0 ? before : [first]), { ...answer.value, sessions: reviveSessions(answer.value.sessions) }])
    keepCount(threads.length + answer.value.threads.length)
  }

  const sessionOf = ({ sessionId }: ThreadItem) => (sessionId ? sessions[sessionId] : undefined)

  return (
    <section ref={list} aria-label={text.feed.threads} aria-busy={state !== 'idle'} className="flex flex-col gap-4">
      <div aria-live="polite" className="sticky top-3 z-10 -mb-4 flex h-0 justify-center">
        {fresh.size > 0 && (
          <button
            type="button"
            onClick={showFresh}
            className="tabular inline-flex h-8 items-center gap-1.5 rounded-full bg-ink px-3.5 text-sm font-semibold text-canvas shadow-md shadow-black/10"
          >
            <ArrowUp className="size-4" aria-hidden /> {text.feed.newThreads({ count: fresh.size })}
          </button>
        )}
      </div>
      {threads.length === 0 && empty}
      {threads.map((thread) => (
        <Part key={thread.id}>
          <CachedMarkup name="thread" by={shownBy({ thread, session: sessionOf(thread), talks: talks[thread.id], moments, showCommunity })}>
            <ThreadCard
              thread={thread}
              viewer={viewer}
              showCommunity={showCommunity}
              session={sessionOf(thread)}
              talks={talks[thread.id]}
              moments={moments}
              renderSession={renderSession}
            />
          </CachedMarkup>
        </Part>
      ))}
      {failure && (
        <p role="alert" className="text-center text-sm font-medium text-danger">
          {errorText(text, failure)}
        </p>
      )}
      {cursor && (
        <Button look="outline" onClick={() => void loadOlder()} aria-disabled={loading} className="self-center">
          {loading ? text.common.loading : failure ? text.common.retry : text.feed.older}
        </Button>
      )}
    </section>
  )
}

/** Writes into the page's address how much of the feed is open, so that who goes back, or reloads, finds their place again. */
function keepCount(count: number): void {
  const here = new URL(location.href)
  here.searchParams.set('count', String(count))
  history.replaceState(history.state, '', here)
}

/** The ids of threads that came since the page was read; what the loader brings is not new any more. */
function useFresh(first: FeedWithSessions) {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const known = new Set(first.threads.map((thread) => thread.id))
    setFresh((ids) => new Set([...ids].filter((id) => !known.has(id))))
  }, [first])
  return [fresh, setFresh] as const
}

function reviveSessions(sessions: Record<string, SessionCard>): Record<string, SessionCard> {
  return Object.fromEntries(Object.entries(sessions).map(([id, card]) => [id, reviveSession(card)]))
}
