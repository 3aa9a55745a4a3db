import { Link } from '@remix-run/react'
import { useContext } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Play } from '#app/ui/kit/icons.tsx'
import type { Moment as MomentPlace } from '#communities/threads/contract.ts'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import type { MomentCard } from '#rooms/recordings/watching/contract.ts'
import { MomentsContext } from './moments.ts'

const useText = textsOf('feed')

const chip =
  'tabular inline-flex w-fit items-center gap-1 rounded-md bg-sunken px-1.5 py-0.5 text-sm font-semibold text-accent hover:underline'

/** The moment that a post or a reply is about: beside its player it seeks there; elsewhere it leads there, for who may watch it. */
export function Moment({ moment, card, sessionId }: { moment: MomentPlace; card: MomentCard | undefined; sessionId: string | null }) {
  const { feed } = useText()
  const moments = useContext(MomentsContext)
  const at = formatMoment(moment.momentMs)
  const inside = (
    <>
      <Play className="size-3 fill-current" aria-hidden /> {at}
    </>
  )
  if (moments?.recordingId === moment.recordingId) {
    return (
      <button type="button" aria-label={feed.playAt({ moment: at })} className={chip} onClick={() => moments.seek(moment.momentMs)}>
        {inside}
      </button>
    )
  }
  if (!card) return <p className="text-sm text-faint">{feed.momentHidden}</p>
  const to = recordingPath(moment.recordingId, moment.momentMs)
  if (card.sessionId === sessionId) {
    return (
      <Link to={to} prefetch="intent" aria-label={feed.playAt({ moment: at })} className={chip}>
        {inside}
      </Link>
    )
  }
  return (
    <Link
      to={to}
      prefetch="intent"
      className="flex w-full max-w-sm items-center gap-3 overflow-hidden rounded-xl border border-line bg-surface hover:border-line-strong"
    >
      {card.posterUrl && <img src={card.posterUrl} alt="" loading="lazy" className="aspect-video w-28 shrink-0 bg-stage object-cover" />}
      <span className="min-w-0 py-1.5 pr-3 pl-1 first:pl-3">
        <span className="line-clamp-2 leading-snug font-semibold">{card.title}</span>
        <span className="flex items-center gap-1.5 text-sm text-soft">
          <span className="tabular inline-flex items-center gap-1 font-semibold text-accent">{inside}</span> · {card.roomName}
        </span>
      </span>
    </Link>
  )
}
