import { Link } from '@remix-run/react'
import { Link2, MessageCircle, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { Ago } from '#app/i18n/format.tsx'
import { errorText, useText } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import type { ReplyItem, ThreadItem } from '#communities/threads/contract.ts'
import { Reactions, withReaction } from './reactions.tsx'
import { useDraft } from './use-draft.ts'
import { type ThreadIntent, useThread } from './use-thread.ts'
import { WritingBox } from './writing-box.tsx'

type Act = (intent: ThreadIntent) => Promise<ActionAnswer<ThreadItem | null>>
type Failure = Extract<ActionAnswer<unknown>, { ok: false }>

interface ThreadCardProps {
  thread: ThreadItem
  viewer: PersonCard
  /** On the home feed: which community it is in. */
  showCommunity: boolean
  /** On the thread's own page: all replies. */
  all?: boolean
  /** What a session's thread shows in place of a post. */
  session?: ReactNode
}

/** A thread: the post (or the session), its reactions, its newest replies, and where to reply. */
export function ThreadCard({ thread: initial, viewer, showCommunity, all: startsWhole = false, session }: ThreadCardProps) {
  const [all, setAll] = useState(startsWhole)
  const { thread, setThread, act, refresh } = useThread(initial, all)
  const text = useText()
  const { feed, common } = text
  const toast = useToast()
  const [editing, setEditing] = useState(false)
  const [replying, setReplying] = useState(false)
  const report = (answer: ActionAnswer<unknown>) => {
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
  }
  if (!thread) {
    return (
      <p
        role="status"
        className="flex items-center justify-between rounded-card border border-dashed border-line px-4 py-3 text-sm text-soft"
      >
        {feed.deleted}
        {initial.mayDelete && (
          <Button look="quiet" size="small" onClick={async () => report(await act({ intent: 'delete', restore: true }))}>
            {common.undo}
          </Button>
        )}
      </p>
    )
  }
  const onReact = async (emoji: string, on: boolean, replyId?: string) => {
    const before = thread
    setThread({
      ...thread,
      ...(replyId
        ? {
            replies: thread.replies.map((reply) =>
              reply.id === replyId ? { ...reply, reactions: withReaction(reply.reactions, emoji, on) } : reply,
            ),
          }
        : { reactions: withReaction(thread.reactions, emoji, on) }),
    })
    const answer = await act({ intent: 'react', emoji, on, ...(replyId && { replyId }) })
    if (!answer.ok) setThread(before)
    report(answer)
  }
  const deleteReply = async (replyId: string) => {
    const answer = await act({ intent: 'delete', replyId })
    report(answer)
    if (answer.ok)
      toast(feed.replyDeleted, { label: common.undo, run: () => void act({ intent: 'delete', replyId, restore: true }).then(report) })
  }
  const hidden = thread.replyCount - thread.replies.length
  const heading = `thread-${thread.id}`
  return (
    <article aria-labelledby={heading} className="rounded-card border border-line bg-surface">
      <div className="flex flex-col gap-2.5 p-4 pb-2.5">
        <header className="flex items-start gap-3">
          {thread.author && <Avatar person={thread.author} />}
          <div className="min-w-0 flex-1 leading-tight">
            <p id={heading} className="font-semibold">
              {thread.author?.name ?? (thread.kind === 'session' ? feed.sessionThread : feed.formerMember)}
            </p>
            <p className="mt-0.5 text-sm text-faint">
              {showCommunity && (
                <>
                  <Link to={`/c/${thread.community.slug}`} prefetch="intent" className="hover:text-ink hover:underline">
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
            onEdit={thread.mayEdit ? () => setEditing(true) : undefined}
            onDelete={thread.mayDelete ? async () => report(await act({ intent: 'delete' })) : undefined}
          />
        </header>
        {session}
        {editing ? (
          <EditBox
            markdown={thread.markdown ?? ''}
            onDone={() => setEditing(false)}
            save={(markdown) => act({ intent: 'edit', markdown })}
          />
        ) : (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from Markdown and sanitised by the server when it was written
          thread.html && <div className="prose" dangerouslySetInnerHTML={{ __html: thread.html }} />
        )}
        <div className="flex min-h-8 items-center gap-1">
          <Reactions reactions={thread.reactions} disabled={!thread.mayReact} onReact={(emoji, on) => void onReact(emoji, on)} />
          {thread.mayReply && (
            <button
              type="button"
              onClick={() => setReplying(true)}
              className="ml-auto inline-flex h-8 items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-soft hover:bg-sunken hover:text-ink"
            >
              <MessageCircle className="size-4" aria-hidden /> {feed.reply}
            </button>
          )}
        </div>
      </div>
      {(thread.replies.length > 0 || replying) && (
        <div className="flex flex-col gap-3 border-t border-line px-4 py-3">
          {hidden > 0 && (
            <button
              type="button"
              className="self-start text-sm font-medium text-soft hover:text-ink hover:underline"
              onClick={() => {
                setAll(true)
                void refresh(true)
              }}
            >
              {feed.earlierReplies({ count: hidden })}
            </button>
          )}
          <ul className="flex flex-col gap-3">
            {thread.replies.map((reply) => (
              <Reply
                key={reply.id}
                reply={reply}
                act={act}
                mayReact={thread.mayReact}
                onReact={(emoji, on) => void onReact(emoji, on, reply.id)}
                onDelete={() => void deleteReply(reply.id)}
              />
            ))}
          </ul>
          {thread.mayReply && <ReplyBox threadId={thread.id} viewer={viewer} act={act} autoFocus={replying} />}
        </div>
      )}
    </article>
  )
}

function ItemMenu({
  label,
  link,
  onEdit,
  onDelete,
}: {
  label: string
  link?: string
  onEdit?: (() => void) | undefined
  onDelete?: (() => void) | undefined
}) {
  const { feed } = useText()
  const toast = useToast()
  if (!link && !onEdit && !onDelete) return null
  return (
    <Menu
      label={label}
      trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
      triggerClass="-mt-1 -mr-1.5 inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
    >
      {link && (
        <MenuItem
          icon={<Link2 className="size-4" aria-hidden />}
          onSelect={() => void navigator.clipboard.writeText(new URL(link, location.href).href).then(() => toast(feed.linkCopied))}
        >
          {feed.copyLink}
        </MenuItem>
      )}
      {onEdit && (
        <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={onEdit}>
          {feed.edit}
        </MenuItem>
      )}
      {onDelete && (
        <MenuItem danger icon={<Trash2 className="size-4" aria-hidden />} onSelect={onDelete}>
          {feed.delete}
        </MenuItem>
      )}
    </Menu>
  )
}

function Reply({
  reply,
  act,
  mayReact,
  onReact,
  onDelete,
}: {
  reply: ReplyItem
  act: Act
  mayReact: boolean
  onReact: (emoji: string, on: boolean) => void
  onDelete: () => void
}) {
  const { feed } = useText()
  const [editing, setEditing] = useState(false)
  return (
    <li id={`reply-${reply.id}`} className="flex gap-2.5">
      {reply.author ? (
        <Avatar person={reply.author} size="small" className="mt-0.5" />
      ) : (
        <span className="size-7 shrink-0 rounded-full bg-sunken" />
      )}
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <p className="min-w-0 flex-1 text-sm">
            <span className="font-semibold">{reply.author?.name ?? feed.formerMember}</span>{' '}
            <span className="text-faint">
              <Ago at={new Date(reply.createdAt)} />
              {reply.editedAt && ` · ${feed.edited}`}
            </span>
          </p>
          <ItemMenu
            label={feed.replyMenu}
            onEdit={reply.mayEdit ? () => setEditing(true) : undefined}
            onDelete={reply.mayDelete ? onDelete : undefined}
          />
        </div>
        {editing ? (
          <EditBox
            markdown={reply.markdown ?? ''}
            onDone={() => setEditing(false)}
            save={(markdown) => act({ intent: 'edit', replyId: reply.id, markdown })}
          />
        ) : (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from Markdown and sanitised by the server when it was written
          <div className="prose" dangerouslySetInnerHTML={{ __html: reply.html }} />
        )}
        <div className="mt-1">
          <Reactions reactions={reply.reactions} disabled={!mayReact} onReact={onReact} quiet />
        </div>
      </div>
    </li>
  )
}

function ReplyBox({ threadId, viewer, act, autoFocus }: { threadId: string; viewer: PersonCard; act: Act; autoFocus: boolean }) {
  const { feed } = useText()
  const draft = useDraft(`reply:${threadId}`)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const send = async () => {
    setBusy(true)
    const answer = await act({ intent: 'reply', markdown: draft.text, clientId: draft.clientId })
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) draft.clear()
  }
  return (
    <div className="flex gap-2.5">
      <Avatar person={viewer} size="small" className="mt-1.5" />
      <WritingBox
        label={feed.writeReply}
        placeholder={feed.writeReply}
        send={feed.reply}
        text={draft.text}
        onText={draft.write}
        onSend={() => void send()}
        busy={busy}
        failure={failure}
        autoFocus={autoFocus}
        compact
      />
    </div>
  )
}

function EditBox({
  markdown,
  onDone,
  save,
}: {
  markdown: string
  onDone: () => void
  save: (markdown: string) => Promise<ActionAnswer<unknown>>
}) {
  const { common, feed } = useText()
  const [text, setText] = useState(markdown)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const sending = useRef(false)
  const send = async () => {
    if (sending.current) return
    sending.current = true
    setBusy(true)
    const answer = await save(text)
    sending.current = false
    setBusy(false)
    if (answer.ok) onDone()
    else setFailure(answer)
  }
  return (
    <WritingBox
      label={feed.edit}
      placeholder=""
      send={common.save}
      text={text}
      onText={setText}
      onSend={() => void send()}
      onCancel={onDone}
      busy={busy}
      failure={failure}
      autoFocus
    />
  )
}
