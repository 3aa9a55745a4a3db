import { type ReactNode, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { Ago } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Check } from '#app/ui/kit/icons.tsx'
import type { ReplyItem } from '#communities/threads/contract.ts'
import { EditBox } from './edit-box.tsx'
import { ItemMenu } from './item-menu.tsx'
import { ReactionPicker, Reactions } from './reactions.tsx'
import { Written } from './written.tsx'

const useText = textsOf('feed')

/** A reply below a post. */
export function Reply({
  reply,
  moment,
  threadId,
  whole,
  found,
  mayReact,
  onReact,
  onEdit,
  onDelete,
  onMakeAction,
}: {
  reply: ReplyItem
  /** What of a recording it is about. */
  moment: ReactNode
  threadId: string
  whole: boolean
  /** The page was opened to read this one. */
  found: boolean
  mayReact: boolean
  onReact: (emoji: string, on: boolean) => void
  onEdit: (markdown: string) => Promise<ActionAnswer<unknown>>
  onDelete: () => void
  onMakeAction: (() => void) | undefined
}) {
  const { feed } = useText()
  const [editing, setEditing] = useState(false)
  const item = useRef<HTMLLIElement>(null)
  if (reply.action) {
    const name = reply.author?.name ?? feed.formerMember
    return (
      <li id={`reply-${reply.id}`} className="flex scroll-mt-16 items-center gap-2.5 text-sm text-soft">
        <span className="inline-flex size-7 shrink-0 items-center justify-center">
          <Check className="size-4" aria-hidden />
        </span>
        <p className="min-w-0 flex-1">
          {feed.hasDone({ name, text: reply.action.text })} <Ago at={new Date(reply.createdAt)} className="text-faint" />
        </p>
      </li>
    )
  }
  return (
    <li
      ref={item}
      id={`reply-${reply.id}`}
      tabIndex={-1}
      className={classNames('flex scroll-mt-16 gap-2.5 rounded-lg outline-offset-4', found && '-mx-2 -my-1 bg-sunken px-2 py-1')}
    >
      {reply.author ? (
        <Avatar person={reply.author} size="small" className="mt-0.5" />
      ) : (
        <span className="mt-0.5 size-7 shrink-0 rounded-full bg-sunken" />
      )}
      <div className="min-w-0 flex-1">
        <div className="-mt-0.5 flex items-center">
          <p className="min-w-0 flex-1 text-sm">
            <span className="font-semibold">{reply.author?.name ?? feed.formerMember}</span>{' '}
            <span className="text-faint">
              <Ago at={new Date(reply.createdAt)} />
              {reply.editedAt && ` · ${feed.edited}`}
            </span>
          </p>
          {mayReact && <ReactionPicker reactions={reply.reactions} onReact={onReact} align="end" />}
          <ItemMenu
            label={feed.replyMenu}
            link={`/threads/${threadId}#reply-${reply.id}`}
            onEdit={reply.mayEdit ? () => setEditing(true) : undefined}
            onDelete={reply.mayDelete ? onDelete : undefined}
            onMakeAction={onMakeAction}
          />
        </div>
        {editing ? (
          <EditBox
            name={reply.id}
            markdown={reply.markdown ?? ''}
            onDone={() => {
              setEditing(false)
              item.current?.focus()
            }}
            save={onEdit}
          />
        ) : (
          <>
            {moment}
            <Written html={reply.html} whole={whole} />
          </>
        )}
        {reply.reactions.length > 0 && (
          <div className="mt-1.5 flex flex-wrap items-center gap-1">
            <Reactions reactions={reply.reactions} disabled={!mayReact} onReact={onReact} />
          </div>
        )}
      </div>
    </li>
  )
}
