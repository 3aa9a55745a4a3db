import { Link } from '@remix-run/react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import type { FoundSession } from '#rooms/search/contract.ts'
import { useNames } from './names.tsx'

const useText = textsOf('cards', 'sessions')

/** Sessions, one a row: when and how long, who, on what, and what came of it. */
export function SessionList({ sessions, showRoom }: { sessions: readonly FoundSession[]; showRoom: boolean }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
      {sessions.map((found) => (
        <SessionRow key={found.session.id} found={found} showRoom={showRoom} />
      ))}
    </ul>
  )
}

function SessionRow({ found: { session, excerpt }, showRoom }: { found: FoundSession; showRoom: boolean }) {
  const { cards, sessions } = useText()
  const format = useFormat()
  const names = useNames()
  const { followUp, actions } = session
  const title = followUp?.title || session.topic
  const who = names(session.people, session.personCount)
  const facts = [
    showRoom && title && session.room.name,
    title && who,
    session.endedAt && format.duration(session.endedAt.getTime() - session.openedAt.getTime()),
    actions.count > 0 && cards.actionsOpen({ count: actions.count, open: actions.openCount }),
    followUp?.state === 'draft' && cards.followUpToCome,
  ].filter(Boolean)
  return (
    <li className="relative flex gap-3 p-3.5 hover:bg-sunken/50 sm:p-4">
      <span className="hidden w-20 shrink-0 pt-0.5 sm:block">
        <AvatarStack people={session.people} total={session.personCount} most={3} size="small" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="tabular flex flex-wrap items-center gap-x-2 text-sm text-faint">
          <time dateTime={session.openedAt.toISOString()}>
            {format.date(session.openedAt)}, {format.time(session.openedAt)}
          </time>
          {session.endedAt === null && (
            <span className="inline-flex items-center gap-1.5 font-semibold text-accent">
              <span className="live-dot" aria-hidden /> {sessions.now}
            </span>
          )}
        </p>
        <h3 className="leading-snug font-bold">
          <Link to={`/sessions/${session.id}`} prefetch="intent" className="after:absolute after:inset-0">
            {title || (showRoom ? session.room.name : who)}
          </Link>
        </h3>
        <p className="tabular text-sm text-soft">{(title ? facts : [showRoom && who, ...facts].filter(Boolean)).join(' · ')}</p>
        {excerpt.length > 0 ? (
          <p className="mt-1 line-clamp-3 text-sm">
            {excerpt.map((piece, at) =>
              piece.hit ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never change places
                <mark key={at} className="rounded-xs bg-accent-soft px-0.5 font-semibold text-ink">
                  {piece.text}
                </mark>
              ) : (
                piece.text
              ),
            )}
          </p>
        ) : (
          followUp?.excerpt && <p className="mt-1 line-clamp-2 text-sm">{followUp.excerpt}</p>
        )}
      </div>
    </li>
  )
}
