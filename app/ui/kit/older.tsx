import { Link, useSearchParams } from '@remix-run/react'
import { ButtonLink } from '#app/ui/kit/button.tsx'

/** The address of a list, as it is searched now, from another place on (`before`). */
function usePlaceIn(href: string): (cursor: string | null) => string {
  const [params] = useSearchParams()
  return (cursor) => {
    const next = new URLSearchParams([...params].filter(([name, value]) => name !== 'before' && value !== ''))
    if (cursor) next.set('before', cursor)
    const search = next.toString()
    return search ? `${href}?${search}` : href
  }
}

/** Below a list that is paged by a cursor: to what is older, and back to the top. */
export function Older({
  href,
  nextCursor,
  paged,
  older,
  newest,
}: {
  href: string
  nextCursor: string | null
  paged: boolean
  older: string
  newest: string
}) {
  const placeIn = usePlaceIn(href)
  if (!nextCursor && !paged) return null
  return (
    <nav className="flex flex-wrap items-center justify-center gap-4">
      {paged && (
        <Link to={placeIn(null)} className="font-semibold text-soft hover:text-ink hover:underline">
          {newest}
        </Link>
      )}
      {nextCursor && (
        <ButtonLink to={placeIn(nextCursor)} look="outline">
          {older}
        </ButtonLink>
      )}
    </nav>
  )
}
