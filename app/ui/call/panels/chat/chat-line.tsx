import { Suspense, useRef, useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { EditBox } from '#app/ui/feed/edit-box.tsx'
import { ReactionPicker, Reactions } from '#app/ui/feed/reactions.tsx'
import type { Failure } from '#app/ui/feed/writing-box.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { CornerUpLeft, ListTodo, MoreHorizontal, Pencil, Trash2 } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { ChatLineCard } from '#rooms/chat/contract.ts'
import type { ChatStore, ChatView } from './chat-store.ts'
import { isEmojiOnly } from './line-groups.ts'

const useText = textsOf('chat', 'common', 'errors', 'feed')

const ActionForm = lazily(() => import('#app/ui/actions/action-form.tsx'))

interface ChatLineProps {
  line: ChatLineCard
  store: ChatStore
  rights: NonNullable<ChatView['rights']>
  viewerId: string
  communityId: string
  /** The session's thread, to which actions belong; null where there is none (yet). */
  threadId: string | null
  onReply: () => void
  onJump: (lineId: string, position: number) => void
}

/** What one can do with a line needs so much space above it; else it opens below. */
const SPACE_ABOVE_PX = 220

/** One line of a chat, without its author: that stands above the group. */
export function ChatLine({ line, store, rights, viewerId, communityId, threadId, onReply, onJump }: ChatLineProps) {
  const text = useText()
  const { chat, feed } = text
  const toast = useToast()
  const [editing, setEditing] = useState<{ failed: Failure | null } | null>(null)
  const [up, setUp] = useState(true)
  const [acting, setActing] = useState(false)
  const item = useRef<HTMLLIElement>(null)
  const mine = line.author?.id === viewerId
  const mayDelete = mine ? rights.mayWrite || rights.mayModerate : rights.mayModerate
  const reactions = line.reactions.map(({ emoji, memberIds }) => ({ emoji, count: memberIds.length, mine: memberIds.includes(viewerId) }))
  const told = (work: ReturnType<ChatStore['act']>) =>
    void work.then((answer) => {
      if (!answer.ok) toast(errorText(text, answer.code, answer.details))
    })
  const edit = async (markdown: string) => {
    setEditing(null)
    item.current?.focus()
    const answer = await store.act({ intent: 'edit', lineId: line.id, markdown })
    // What was typed is in its draft.
    if (!answer.ok) setEditing({ failed: answer })
    return answer
  }
  const remove = async () => {
    item.current?.closest<HTMLElement>('[data-scroller]')?.focus({ preventScroll: true })
    const answer = await store.act({ intent: 'delete', lineId: line.id })
    if (!answer.ok) return toast(errorText(text, answer.code, answer.details))
    const back = () => told(store.act({ intent: 'delete', lineId: line.id, restore: true }))
    toast(chat.lineDeleted, { label: text.common.undo, run: back })
  }
  const onReact = (emoji: string, on: boolean) => told(store.act({ intent: 'react', lineId: line.id, emoji, on }))
  const measure = () => {
    const box = item.current?.getBoundingClientRect()
    const scroller = item.current?.closest('[data-scroller]')?.getBoundingClientRect()
    if (box && scroller) setUp(box.top - scroller.top > SPACE_ABOVE_PX)
  }
  return (
    <li
      ref={item}
      id={`chat-${line.id}`}
      tabIndex={-1}
      onPointerEnter={measure}
      onFocus={measure}
      className="group/line relative -mx-2 scroll-mt-4 rounded-lg px-2 py-0.5 hover:bg-sunken/60 focus-within:bg-sunken/60"
    >
      {line.replyTo && <Quote {...line.replyTo} onJump={onJump} />}
      {editing ? (
        <EditBox
          name={line.id}
          markdown={line.markdown}
          failed={editing.failed}
          communityId={communityId}
          onDone={() => {
            setEditing(null)
            item.current?.focus()
          }}
          save={edit}
        />
      ) : (
        <div className={classNames('wrap-anywhere', isEmojiOnly(line.markdown) && 'text-3xl leading-tight')}>
          <Written html={line.html} whole={false} />
        </div>
      )}
      {line.editedAt && !editing && <span className="text-xs text-faint">{feed.edited}</span>}
      {reactions.length > 0 && (
        <div className="mt-1 flex flex-wrap gap-1">
          <Reactions reactions={reactions} disabled={!rights.mayWrite} onReact={onReact} />
        </div>
      )}
      {acting && threadId && (
        <Suspense>
          <div className="my-2 rounded-xl border border-line p-2">
            <ActionForm
              communityId={communityId}
              threadId={threadId}
              source="chat"
              sourceId={line.id}
              text={line.markdown}
              onDone={() => {
                setActing(false)
                toast(chat.actionMade)
                item.current?.focus()
              }}
              onCancel={() => {
                setActing(false)
                item.current?.focus()
              }}
            />
          </div>
        </Suspense>
      )}
      {!editing && !acting && (rights.mayWrite || mayDelete) && (
        <div
          className={classNames(
            'absolute -top-4 right-1 flex rounded-lg border border-line bg-surface opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100',
            '[@media(hover:none)]:not-group-focus-within/line:pointer-events-none',
          )}
        >
          {rights.mayWrite && (
            <>
              <ReactionPicker reactions={reactions} onReact={onReact} align="end" up={up} />
              <IconButton label={chat.reply} size="small" onClick={onReply}>
                <CornerUpLeft className="size-4" aria-hidden />
              </IconButton>
            </>
          )}
          {((threadId && rights.mayWrite) || mayDelete) && (
            <Menu
              label={chat.lineMenu}
              up={up}
              trigger={<MoreHorizontal className="size-4" aria-hidden />}
              triggerClass="inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
            >
              {threadId && rights.mayWrite && (
                <MenuItem icon={<ListTodo className="size-4" aria-hidden />} onSelect={() => setActing(true)}>
                  {feed.makeAction}
                </MenuItem>
              )}
              {mine && rights.mayWrite && (
                <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={() => setEditing({ failed: null })}>
                  {feed.edit}
                </MenuItem>
              )}
              {mayDelete && (
                <MenuItem danger icon={<Trash2 className="size-4" aria-hidden />} onSelect={() => void remove()}>
                  {feed.delete}
                </MenuItem>
              )}
            </Menu>
          )}
        </div>
      )}
    </li>
  )
}

function Quote({
  id,
  position,
  authorName,
  quote,
  onJump,
}: NonNullable<ChatLineCard['replyTo']> & { onJump: (lineId: string, position: number) => void }) {
  const { chat, feed } = useText()
  return (
    <button
      type="button"
      onClick={() => onJump(id, position)}
      className="mb-0.5 flex max-w-full items-center gap-1.5 rounded-md text-left text-sm text-faint hover:text-ink"
    >
      <CornerUpLeft className="size-3.5 shrink-0" aria-hidden />
      <span className="truncate">
        <span className="font-semibold">{authorName ?? feed.formerMember}</span> {quote || chat.deletedLine}
      </span>
    </button>
  )
}
