import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { Play } from '#app/ui/kit/icons.tsx'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import type { SessionCard } from '#rooms/sessions/contract.ts'

const useText = textsOf('cards')

/** What was recorded of a session: a poster that leads to its player, or how it stands. */
export function SessionRecordings({ recordings }: Pick<SessionCard, 'recordings'>) {
  const { cards } = useText()
  // One that runs is told of where people are live.
  const shown = recordings.filter(({ state }) => state === 'finishing' || state === 'ready' || state === 'failed')
  if (shown.length === 0) return null
  return (
    <div className="flex flex-wrap gap-3">
      {shown.map(({ id, state, playable, durationMs, posterUrl }) => (
        <Link
          key={id}
          to={recordingPath(id)}
          prefetch="intent"
          aria-label={playable ? cards.watch({ length: formatMoment(durationMs) }) : undefined}
          className="group/recording relative flex aspect-video w-56 max-w-full items-end overflow-hidden rounded-xl bg-stage text-sm font-semibold text-white"
        >
          {posterUrl && <img src={posterUrl} alt="" loading="lazy" className="absolute inset-0 size-full object-cover" />}
          {playable ? (
            <>
              <span className="absolute inset-0 m-auto flex size-12 items-center justify-center rounded-full bg-black/65 group-hover/recording:bg-black/85">
                <Play className="size-5 translate-x-0.5 fill-current" aria-hidden />
              </span>
              <span className="tabular relative m-2 ml-auto rounded-md bg-black/70 px-1.5">{formatMoment(durationMs)}</span>
            </>
          ) : (
            <span className="relative p-3">{state === 'failed' ? cards.recordingFailed : cards.recordingComing}</span>
          )}
        </Link>
      ))}
    </div>
  )
}
