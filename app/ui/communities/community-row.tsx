import { Link } from '@remix-run/react'
import { formError } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import { Button, ButtonLink } from '#app/ui/kit/button.tsx'
import { FormError } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { Check } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { DirectoryEntry } from '#communities/memberships/contract.ts'
import { usePosted } from './use-posted.ts'
import { VisibilityLabel } from './visibility.tsx'

const useText = textsOf('communities')

/** One community of the directory, with the one thing that the reader can do about it. */
export function CommunityRow({ entry }: { entry: DirectoryEntry }) {
  const { communities } = useText()
  const href = `/c/${entry.slug}`
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5 hover:bg-sunken/50">
      <div className="min-w-0 flex-1 basis-56">
        <h3 className="font-bold">
          <Link
            to={href}
            prefetch="intent"
            className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2"
          >
            {entry.name}
          </Link>
        </h3>
        {entry.purpose && <p className="line-clamp-2 text-soft">{entry.purpose}</p>}
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-faint">
          <VisibilityLabel visibility={entry.visibility} />
          <span className="tabular">{communities.members({ count: entry.memberCount })}</span>
          {entry.role && entry.role !== 'member' && <span>{communities.role[entry.role]}</span>}
        </p>
      </div>
      {entry.faces.length > 0 && <AvatarStack people={entry.faces} total={entry.memberCount} />}
      <div className="relative ml-auto flex gap-2 empty:hidden">
        <WhatToDo entry={entry} href={href} />
      </div>
    </li>
  )
}

function WhatToDo({ entry, href }: { entry: DirectoryEntry; href: string }) {
  const { communities } = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => answered.ok && toast(communities.joined({ name: entry.name })))
  if (entry.archivedAt || entry.role) return null
  if (entry.asked) {
    return (
      <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-soft">
        <Check className="size-4" aria-hidden /> {communities.requestSent}
      </span>
    )
  }
  if (entry.visibility === 'closed' && !entry.invited) {
    return (
      <ButtonLink to={href} look="outline" size="small" aria-label={`${communities.ask}: ${entry.name}`}>
        {communities.ask}
      </ButtonLink>
    )
  }
  const busy = fetcher.state !== 'idle'
  return (
    <FetcherForm fetcher={fetcher} method="post" action={href} className="flex flex-wrap items-center gap-2">
      <FormError code={formError(fetcher.data)} />
      <Button
        type="submit"
        name="intent"
        value="join"
        size="small"
        look={entry.invited ? 'primary' : 'outline'}
        disabled={busy}
        aria-label={`${entry.invited ? communities.accept : communities.becomeMember}: ${entry.name}`}
      >
        {entry.invited ? communities.accept : communities.becomeMember}
      </Button>
      {entry.invited && (
        <Button
          type="submit"
          name="intent"
          value="decline"
          size="small"
          look="outline"
          disabled={busy}
          aria-label={`${communities.decline}: ${entry.name}`}
        >
          {communities.decline}
        </Button>
      )}
    </FetcherForm>
  )
}
