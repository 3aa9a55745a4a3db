import { Link } from '@remix-run/react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Video } from '#app/ui/kit/icons.tsx'
import type { ThreadTalk } from '#rooms/agenda/contract.ts'

const useText = textsOf('feed')

/** On a thread: when it was discussed live, and where; or on which agenda it waits. */
export function DiscussedLive({ talks }: { talks: readonly ThreadTalk[] }) {
  const { feed } = useText()
  const format = useFormat()
  if (talks.length === 0) return null
  return (
    <ul className="flex flex-col gap-0.5">
      {talks.map(({ itemId, room, sessionId, spans }) => {
        const open = spans.find(({ endedAt }) => endedAt === null)
        const times = spans.map(({ startedAt, endedAt }) =>
          feed.between({ from: format.time(new Date(startedAt)), to: format.time(new Date(endedAt ?? startedAt)) }),
        )
        const words = open
          ? feed.discussedNow({ from: format.time(new Date(open.startedAt)) })
          : spans.length > 0
            ? feed.discussedLive({ times: format.list(times) })
            : feed.onAgendaOf({ room: room.name })
        const to = sessionId && spans.length > 0 && !open ? `/sessions/${sessionId}` : `/c/${room.communitySlug}/rooms/${room.slug}`
        return (
          <li key={itemId}>
            <Link
              to={to}
              prefetch="intent"
              className="tabular inline-flex items-center gap-1.5 text-sm font-medium text-soft hover:text-ink hover:underline"
            >
              <Video className="size-3.5 shrink-0" aria-hidden />
              {words}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
