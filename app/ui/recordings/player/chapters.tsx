import { useMemo } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { ListChecks, MonitorUp } from '#app/ui/kit/icons.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { chapterName } from './seek-bar.tsx'

const useText = textsOf('player')

/** Where one may want to go: the parts of the recording, and whoever speaks in it. */
export function Chapters({ page, positionMs, onSeek }: { page: RecordingPage; positionMs: number; onSeek: (ms: number) => void }) {
  const { player } = useText()
  const spoken = useMemo(() => speechOf(page), [page])
  if (page.chapters.length === 0 && spoken.length === 0) return null
  return (
    <div className="flex flex-col gap-3">
      {page.chapters.length > 0 && (
        <nav aria-label={player.chapters}>
          <ol className="flex flex-col">
            {page.chapters.map((chapter) => {
              const now = positionMs >= chapter.startMs && positionMs < chapter.endMs
              const Icon = chapter.kind === 'agenda' ? ListChecks : MonitorUp
              return (
                <li key={`${chapter.kind}-${chapter.startMs}`}>
                  <button
                    type="button"
                    onClick={() => onSeek(chapter.startMs)}
                    aria-current={now ? 'true' : undefined}
                    className={classNames(
                      'flex min-h-9 w-full items-center gap-2.5 rounded-lg px-2 py-1 text-left hover:bg-sunken',
                      now ? 'font-semibold' : 'text-soft',
                    )}
                  >
                    <span className="tabular w-11 shrink-0 text-right text-sm text-accent">{formatMoment(chapter.startMs)}</span>
                    <Icon className="size-4 shrink-0 text-faint" aria-hidden />
                    <span className="min-w-0 flex-1">{chapterName(chapter, player.sharesScreen)}</span>
                  </button>
                </li>
              )
            })}
          </ol>
        </nav>
      )}
      {spoken.length > 0 && (
        <section aria-label={player.whoSpoke} className="flex flex-wrap gap-1.5">
          {spoken.map(({ person, totalMs, starts }) => (
            <button
              key={person.id}
              type="button"
              title={player.nextOf({ name: person.name })}
              onClick={() => onSeek(starts.find((ms) => ms > positionMs + 250) ?? starts[0] ?? 0)}
              className="inline-flex items-center gap-2 rounded-full border border-line py-0.5 pr-3 pl-0.5 text-sm hover:border-line-strong"
            >
              <Avatar person={person} size="small" />
              <span className="font-semibold">{person.name}</span>
              <span className="tabular text-faint">{formatMoment(totalMs)}</span>
            </button>
          ))}
        </section>
      )}
    </div>
  )
}

/** Who spoke for how long, and when each time began; in the order in which they came. */
function speechOf({ people, speakers }: RecordingPage) {
  return people.flatMap((person) => {
    const own = speakers.filter(({ personId }) => personId === person.id)
    const totalMs = own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
    return totalMs > 0 ? [{ person, totalMs, starts: own.map(({ startMs }) => startMs) }] : []
  })
}
