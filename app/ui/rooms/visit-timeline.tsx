import { useFormat, useNow } from '#app/i18n/format.tsx'
import { useText } from '#app/i18n/text.tsx'
import { Avatar, personColour } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { VisitCard } from '#rooms/sessions/contract.ts'

/** Each person's visits in one row, in the order in which people came. */
export function visitsByPerson(visits: readonly VisitCard[]): { person: VisitCard['person']; visits: VisitCard[] }[] {
  const rows = new Map<string, { person: VisitCard['person']; visits: VisitCard[] }>()
  for (const visit of visits) {
    const row = rows.get(visit.person.id)
    if (row) row.visits.push(visit)
    else rows.set(visit.person.id, { person: visit.person, visits: [visit] })
  }
  return [...rows.values()]
}

/** Who was in a session from when to when: a list that is read, with bars over time that are seen. */
export function VisitTimeline({ visits, openedAt, endedAt }: { visits: readonly VisitCard[]; openedAt: Date; endedAt: Date | null }) {
  const { sessions } = useText()
  const format = useFormat()
  const now = useNow()
  const from = openedAt.getTime()
  const lastKnown = Math.max(from, ...visits.map((visit) => (visit.leftAt ?? visit.joinedAt).getTime()))
  const to = Math.max(endedAt?.getTime() ?? now?.getTime() ?? lastKnown, from + 1)
  const percent = (at: number) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 100
  return (
    <ul className="flex flex-col gap-3.5">
      {visitsByPerson(visits).map(({ person, visits: own }) => (
        <li key={person.id} className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
          <Avatar person={person} size="medium" className="row-span-2" />
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 leading-tight">
            <span className="font-semibold">{person.name}</span>
            <span className="tabular text-sm text-soft">
              {own
                .map(({ joinedAt, leftAt }) =>
                  leftAt
                    ? sessions.visit({
                        from: format.time(joinedAt),
                        to: format.time(leftAt),
                        duration: format.duration(leftAt.getTime() - joinedAt.getTime()),
                      })
                    : sessions.visitNow({ from: format.time(joinedAt) }),
                )
                .join(' · ')}
            </span>
          </p>
          <span aria-hidden className="relative h-2.5 overflow-hidden rounded-full bg-sunken">
            {own.map(({ joinedAt, leftAt }) => {
              const left = percent(joinedAt.getTime())
              return (
                <span
                  key={joinedAt.getTime()}
                  className={classNames('absolute inset-y-0 min-w-1 rounded-full', personColour(person.id))}
                  style={{ left: `${left}%`, width: `${percent(leftAt?.getTime() ?? to) - left}%` }}
                />
              )
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
