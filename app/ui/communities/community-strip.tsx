import { Link, useRouteLoaderData } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import type { loader } from '#app/root.tsx'
import { Users } from '#app/ui/kit/icons.tsx'

const useText = textsOf('common')

const chip =
  'inline-flex h-9 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 text-sm font-semibold whitespace-nowrap'

/** On a phone, where there is no sidebar: the way to my communities, and to all others. */
export function CommunityStrip() {
  const { common } = useText()
  const frame = useRouteLoaderData<typeof loader>('root')?.frame
  return (
    <nav aria-label={common.yourCommunities} className="-mx-4 -my-1 overflow-x-auto px-4 py-1 wide:hidden">
      <ul className="flex gap-2">
        <li>
          <Link to="/communities" className={chip}>
            <Users className="size-4 text-soft" aria-hidden /> {common.communities}
          </Link>
        </li>
        {frame?.communities.map(({ id, slug, name }) => (
          <li key={id}>
            <Link to={`/c/${slug}`} className={chip}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
