import { useFormat, useNow } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar, personColour } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { PersonVisits } from '#rooms/sessions/contract.ts'

const useText = textsOf('sessions')

/** From how many stays on they are told in one. */
const TOLD_ONE_BY_ONE = 3

/** Who was in a session from when to when: a list that is read, with bars over time that are seen. */
export function VisitTimeline({ people, openedAt, endedAt }: { people: readonly PersonVisits[]; openedAt: Date; endedAt: Date | null }) {
  const now = useNow()
  const from = openedAt.getTime()
  const lastKnown = Math.max(from, ...people.flatMap(({ visits }) => visits.map((visit) => (visit.leftAt ?? visit.joinedAt).getTime())))
  const to = Math.max(endedAt?.getTime() ?? now?.getTime() ?? lastKnown, from + 1)
  const percent = (at: number) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 100
  return (
    <ul className="flex flex-col gap-3.5">
      {people.map(({ person, visits }) => (
        <li key={person.id} className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
          <Avatar person={person} size="medium" className="row-span-2" />
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 leading-tight">
            <span className="font-semibold">{person.name}</span>
            <Stays visits={visits} />
          </p>
          <span aria-hidden className="relative h-2.5 overflow-hidden rounded-full bg-sunken">
            {visits.map(({ joinedAt, leftAt }) => {
              const left = percent(joinedAt.getTime())
              return (
                <span
                  key={joinedAt.getTime()}
                  className={classNames('absolute inset-y-0 min-w-1 rounded-full', personColour(person.id))}
                  style={{ left: `${left.toFixed(2)}%`, width: `${(percent(leftAt?.getTime() ?? to) - left).toFixed(2)}%` }}
                />
              )
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Stays({ visits }: Pick<PersonVisits, 'visits'>) {
  const { sessions } = useText()
  const format = useFormat()
  const [first] = visits
  const last = visits.at(-1)
  if (!first || !last) return null
  const from = format.time(first.joinedAt)
  const words =
    visits.length > TOLD_ONE_BY_ONE
      ? last.leftAt
        ? sessions.times({
            from,
            to: format.time(last.leftAt),
            count: visits.length,
            duration: format.duration(
              visits.reduce((sum, { joinedAt, leftAt }) => sum + (leftAt ?? joinedAt).getTime() - joinedAt.getTime(), 0),
            ),
          })
        : sessions.timesNow({ from, count: visits.length })
      : visits
          .map(({ joinedAt, leftAt }) =>
            leftAt
              ? sessions.visit({
                  from: format.time(joinedAt),
                  to: format.time(leftAt),
                  duration: format.duration(leftAt.getTime() - joinedAt.getTime()),
                })
              : sessions.visitNow({ from: format.time(joinedAt) }),
          )
          .join(' · ')
  return <span className="tabular text-sm text-soft">{words}</span>
}
