import { Link } from '@remix-run/react'
import { type ReactNode, Suspense, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { Ago } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { MessageCircle } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { Moment } from '#app/ui/recordings/moment.tsx'
import { MomentsContext } from '#app/ui/recordings/moments.ts'
import { DiscussedLive } from '#app/ui/rooms/discussed-live.tsx'
import { useDiscussLive } from '#app/ui/rooms/use-discuss-live.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import type { ThreadItem } from '#communities/threads/contract.ts'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'
import type { Making } from '../actions/thread-actions.tsx'
import { EditBox } from './edit-box.tsx'
import { ItemMenu } from './item-menu.tsx'
import { ReactionPicker, Reactions, withReaction } from './reactions.tsx'
import { Reply } from './reply.tsx'
import { ReplyBox } from './reply-box.tsx'
import { type ThreadView, useThread } from './use-thread.ts'
import { Written } from './written.tsx'

const useText = textsOf('common', 'errors', 'feed')

const ThreadActions = lazily(() => import('../actions/thread-actions.tsx'))

/** How many earlier replies one click brings. */
const REPLIES_STEP = 50

interface ThreadCardProps {
  thread: ThreadItem
  viewer: PersonCard
  /** On the home feed: which community it is in. */
  showCommunity: boolean
  /** On a page of its own: nothing folded, and always a place to reply. */
  all?: boolean
  session?: SessionCard | null | undefined
  /** The reply that the page was opened to read. */
  foundReplyId?: string | undefined
  talks?: readonly ThreadTalk[] | undefined
  moments?: ThreadView['moments'] | undefined
  /** What a session's thread shows in place of a post. */
  renderSession?: (session: SessionCard) => ReactNode
}

const none: readonly ThreadTalk[] = []
const noMoments: ThreadView['moments'] = {}

/**
 * All that the first drawing of a card shows, for `CachedMarkup`; null where it depends on more. A session that runs is drawn by who is
 * in, and a follow-up that is to be written by who reads it.
 */
export function shownBy({
  thread,
  session,
  talks,
  moments = noMoments,
  ...how
}: Pick<ThreadCardProps, 'thread' | 'session' | 'talks' | 'moments' | 'showCommunity' | 'all' | 'foundReplyId'>): object | null {
  if (session && (session.endedAt === null || session.followUp?.state === 'draft')) return null
  const quoted = [thread, ...thread.replies].flatMap(({ moment }) => (moment ? [moments[moment.recordingId]] : []))
  return { thread, session, talks, quoted, ...how }
}

/** A thread: the post (or the session), its reactions, its newest replies, and where to reply. */
export function ThreadCard({
  thread: loaded,
  viewer,
  showCommunity,
  all = false,
  session = null,
  talks = none,
  moments = noMoments,
  foundReplyId,
  renderSession,
}: ThreadCardProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a thread quotes comes with it; all of a feed's are another object at each drawing
  const initial = useMemo(() => ({ thread: loaded, session, talks, moments }), [loaded, session, talks])
  const { view, change, act, refresh } = useThread(initial, { alone: all })
  const text = useText()
  const { feed, common } = text
  const toast = useToast()
  const discuss = useDiscussLive(loaded.id)
  const [editing, setEditing] = useState(false)
  const [replying, setReplying] = useState(false)
  // What comes later than the page must not be in it when it comes alive: React would break off.
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const [making, setMaking] = useState<Making | null>(null)
  const [deletedHere, setDeletedHere] = useState(false)
  const article = useRef<HTMLElement>(null)
  const beside = useContext(MomentsContext)
  const replies = view?.thread.replies
  useEffect(() => replies && beside?.show(replies), [beside, replies])
  const replyArea = useRef<HTMLTextAreaElement>(null)
  // The way back is gone once it was taken: what came back is the place to be.
  const undone = useRef(false)
  useEffect(() => {
    if (view && undone.current) article.current?.focus()
    if (view) undone.current = false
  }, [view])

  const report = (answer: ActionAnswer<unknown>) => {
    if (!answer.ok) toast(errorText(text, answer.fields['emoji'] ?? answer.code, answer.details))
  }
  if (!view) {
    if (loaded.kind === 'session' && !all) return null
    return (
      <p
        role="status"
        className="flex min-h-13 items-center justify-between rounded-card border border-dashed border-line px-4 py-2 text-sm text-soft"
      >
        {feed.deleted}
        {deletedHere && (
          <Button
            look="quiet"
            size="small"
            // The menu that was chosen from is gone: the way back is the place to be.
            autoFocus
            onClick={async () => {
              undone.current = true
              const answer = await act({ intent: 'delete', restore: true })
              undone.current &&= answer.ok
              report(answer)
            }}
          >
            {common.undo}
          </Button>
        )}
      </p>
    )
  }

  const { thread } = view
  const onReact = async (emoji: string, on: boolean, replyId?: string) => {
    const toggled = (now: boolean) => (item: ThreadItem) =>
      replyId
        ? {
            ...item,
            replies: item.replies.map((reply) =>
              reply.id === replyId ? { ...reply, reactions: withReaction(reply.reactions, emoji, now) } : reply,
            ),
          }
        : { ...item, reactions: withReaction(item.reactions, emoji, now) }
    // Only what is an emoji for sure is shown before the server has agreed.
    if (/\p{Extended_Pictographic}/u.test(emoji)) change(toggled(on))
    const answer = await act({ intent: 'react', emoji, on, ...(replyId && { replyId }) })
    if (!answer.ok) change(toggled(!on))
    report(answer)
  }
  const onDelete = async () => {
    const answer = await act({ intent: 'delete' })
    setDeletedHere(answer.ok)
    report(answer)
  }
  const deleteReply = async (replyId: string) => {
    const answer = await act({ intent: 'delete', replyId })
    report(answer)
    if (!answer.ok) return
    article.current?.focus()
    toast(feed.replyDeleted, { label: common.undo, run: () => void act({ intent: 'delete', replyId, restore: true }).then(report) })
  }
  const earlier = thread.replyCount - thread.replies.length
  const plainActions = thread.actions.length > 0 && (
    <ul aria-label={feed.actions}>
      {thread.actions.map((action) => (
        <li key={action.id} className={classNames('py-1.5 pl-6.5', action.doneAt && 'text-faint line-through')}>
          {action.text}
        </li>
      ))}
    </ul>
  )
  const heading = `thread-${thread.id}`
  const showsReplies = thread.replies.length > 0 || replying || (all && thread.mayReply)
  return (
    <article
      ref={article}
      aria-labelledby={heading}
      tabIndex={-1}
      data-thread={thread.id}
      className="scroll-mt-16 rounded-card border border-line bg-surface"
    >
      <div className="flex flex-col gap-2.5 p-4 pb-2.5">
        <header className="flex items-center gap-3">
          {thread.author && <Avatar person={thread.author} />}
          <div className="min-w-0 flex-1 leading-tight">
            <h2 id={heading} className="font-semibold tracking-normal">
              {thread.author?.name ?? view.session?.room.name ?? (thread.kind === 'session' ? feed.sessionThread : feed.formerMember)}
            </h2>
            <p className="mt-0.5 text-sm text-faint">
              {showCommunity && (
                <>
                  <Link
                    to={`/c/${thread.community.slug}`}
                    prefetch="intent"
                    className="font-medium text-soft hover:text-ink hover:underline"
                  >
                    {thread.community.name}
                  </Link>
                  {' · '}
                </>
              )}
              <Link to={`/threads/${thread.id}`} className="hover:text-ink hover:underline">
                <Ago at={new Date(thread.createdAt)} />
              </Link>
              {thread.editedAt && ` · ${feed.edited}`}
            </p>
          </div>
          <ItemMenu
            label={feed.threadMenu}
            link={`/threads/${thread.id}`}
            onDiscuss={thread.mayReply ? discuss.start : undefined}
            onEdit={thread.mayEdit ? () => setEditing(true) : undefined}
            onDelete={thread.mayDelete ? () => void onDelete() : undefined}
            onMakeAction={thread.mayEditActions ? () => setMaking({ html: thread.html }) : undefined}
          />
        </header>
        {discuss.question}
        {view.session && renderSession?.(view.session)}
        {editing ? (
          <EditBox
            name={thread.id}
            markdown={thread.markdown ?? ''}
            onDone={() => {
              setEditing(false)
              article.current?.focus()
            }}
            save={(markdown) => act({ intent: 'edit', markdown })}
          />
        ) : (
          thread.html && <Written html={thread.html} whole={all} />
        )}
        {thread.moment && <Moment moment={thread.moment} card={view.moments[thread.moment.recordingId]} sessionId={thread.sessionId} />}
        <DiscussedLive talks={view.talks} />
        {!alive && plainActions}
        {alive && (thread.actions.length > 0 || making) && (
          <Suspense fallback={plainActions}>
            <ThreadActions
              thread={thread}
              making={making}
              onClose={() => {
                setMaking(null)
                article.current?.focus()
              }}
            />
          </Suspense>
        )}
        {(thread.mayReact || thread.mayReply || thread.reactions.length > 0) && (
          <div className="flex min-h-8 items-start justify-between gap-2">
            <div className="flex flex-wrap items-center gap-1">
              <Reactions reactions={thread.reactions} disabled={!thread.mayReact} onReact={(emoji, on) => void onReact(emoji, on)} />
              {thread.mayReact && (
                <ReactionPicker reactions={thread.reactions} onReact={(emoji, on) => void onReact(emoji, on)} align="start" />
              )}
            </div>
            {thread.mayReply && (
              <button
                type="button"
                onClick={() => {
                  setReplying(true)
                  replyArea.current?.focus()
                }}
                className="tabular inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-soft hover:bg-sunken hover:text-ink"
              >
                <MessageCircle className="size-4" aria-hidden /> {feed.reply}
              </button>
            )}
          </div>
        )}
      </div>
      {showsReplies && (
        <div className="flex flex-col gap-3.5 border-t border-line px-4 py-3.5">
          {earlier > 0 && (
            <button
              type="button"
              className="tabular self-start text-sm font-medium text-soft hover:text-ink hover:underline"
              onClick={async () => report(await refresh(thread.replies.length + REPLIES_STEP))}
            >
              {feed.earlierReplies({ count: Math.min(earlier, REPLIES_STEP) })}
            </button>
          )}
          {thread.replies.length > 0 && (
            <ul aria-label={feed.replies} className="flex flex-col gap-3.5">
              {thread.replies.map((reply) => (
                <Reply
                  key={reply.id}
                  reply={reply}
                  moment={
                    reply.moment && (
                      <Moment moment={reply.moment} card={view.moments[reply.moment.recordingId]} sessionId={thread.sessionId} />
                    )
                  }
                  threadId={thread.id}
                  whole={all}
                  found={reply.id === foundReplyId}
                  mayReact={thread.mayReact}
                  onReact={(emoji, on) => void onReact(emoji, on, reply.id)}
                  onEdit={(markdown) => act({ intent: 'edit', replyId: reply.id, markdown })}
                  onDelete={() => void deleteReply(reply.id)}
                  onMakeAction={thread.mayEditActions ? () => setMaking({ replyId: reply.id, html: reply.html }) : undefined}
                />
              ))}
            </ul>
          )}
          {thread.mayReply && (
            <ReplyBox
              threadId={thread.id}
              communityId={thread.community.id}
              viewer={viewer}
              act={act}
              area={replyArea}
              autoFocus={replying}
            />
          )}
        </div>
      )}
    </article>
  )
}
