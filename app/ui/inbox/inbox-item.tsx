import { Link } from '@remix-run/react'
import type { ComponentType } from 'react'
import { Ago, useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import {
  AtSign,
  Check,
  CheckSquare,
  ClipboardList,
  DoorOpen,
  KeyRound,
  Mail,
  MailOpen,
  MessageCircle,
  MessagesSquare,
  Timer,
  Undo2,
  UserPlus,
  Video,
} from '#app/ui/kit/icons.tsx'
import { type InboxChange, type InboxEntry, type InboxKind, placeOf } from '#communities/inbox/contract.ts'
import { sentenceOf } from './sentence.ts'

const useText = textsOf('inbox')

const icons: Record<InboxKind, ComponentType<{ className?: string }>> = {
  mention: AtSign,
  reply: MessageCircle,
  joinRequest: UserPlus,
  invitation: UserPlus,
  sessionMissed: Video,
  followUpDue: ClipboardList,
  followUpPublished: ClipboardList,
  actionAssigned: CheckSquare,
  actionDue: CheckSquare,
  answer: MessagesSquare,
  roomBusy: DoorOpen,
  ownership: KeyRound,
  broughtBack: KeyRound,
  recordingExpires: Timer,
}

/** A matter of the inbox: all of it leads to its place; beside that, read and done. */
export function InboxItem({ entry, onChange }: { entry: InboxEntry; onChange: (what: InboxChange) => void }) {
  const text = useText()
  const { inbox } = text
  const format = useFormat()
  const Icon = icons[entry.kind]
  const unread = !entry.read && !entry.done
  const sentence = sentenceOf(text, entry, format)
  return (
    <li
      data-matter={entry.id}
      className="relative flex items-start gap-3 px-3 py-3 first:rounded-t-card last:rounded-b-card hover:bg-sunken/50 sm:px-4"
    >
      <span className="relative mt-0.5 shrink-0">
        {entry.actor ? (
          <Avatar person={entry.actor} />
        ) : (
          <span className="inline-flex size-9 items-center justify-center rounded-full bg-sunken text-soft">
            <Icon className="size-4.5" aria-hidden />
          </span>
        )}
        {entry.actor && (
          <span className="absolute -right-1 -bottom-1 inline-flex size-4.5 items-center justify-center rounded-full bg-surface text-soft">
            <Icon className="size-3" aria-hidden />
          </span>
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p className={classNames('leading-snug', unread ? 'font-semibold text-ink' : 'text-soft')}>
          <Link
            to={placeOf(entry)}
            className="outline-offset-4 after:absolute after:inset-0 after:rounded-card"
            onClick={() => {
              if (unread) onChange('read')
            }}
          >
            {unread && <span className="sr-only">{inbox.unread}: </span>}
            {sentence}
          </Link>
        </p>
        {entry.excerpt && <p className={classNames('line-clamp-2', unread ? 'text-soft' : 'text-faint')}>{entry.excerpt}</p>}
        <p className="mt-0.5 text-sm text-faint">
          <Ago at={new Date(entry.happenedAt)} />
          {` · ${entry.community.name}`}
          {entry.room && !sentence.includes(entry.room.name) && ` · ${entry.room.name}`}
          {entry.watchable && ` · ${inbox.canBeWatched}`}
        </p>
      </div>
      <div className="relative z-10 -my-1 -mr-1.5 flex shrink-0 items-center">
        {entry.done ? (
          <IconButton label={inbox.markUndone} size="small" onClick={() => onChange('undone')}>
            <Undo2 className="size-4" aria-hidden />
          </IconButton>
        ) : (
          <>
            {unread && <span aria-hidden className="mr-1 size-2 rounded-full bg-ink" />}
            <IconButton
              label={unread ? inbox.markRead : inbox.markUnread}
              size="small"
              onClick={() => onChange(unread ? 'read' : 'unread')}
              className="max-sm:hidden"
            >
              {unread ? <MailOpen className="size-4" aria-hidden /> : <Mail className="size-4" aria-hidden />}
            </IconButton>
            <IconButton label={inbox.markDone} size="small" onClick={() => onChange('done')}>
              <Check className="size-4.5" aria-hidden />
            </IconButton>
          </>
        )}
      </div>
    </li>
  )
}
