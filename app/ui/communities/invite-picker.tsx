import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { Form } from '#app/ui/kit/form.tsx'
import { X } from '#app/ui/kit/icons.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import { SearchForm } from './search-form.tsx'
import type { PostAndTell } from './use-post-and-tell.ts'

const useText = textsOf('common', 'communities')

/** Picks members of the workspace to invite: a search, and the first names that fit. */
export function InvitePicker({
  people,
  search,
  communityId,
  href,
  tell,
}: {
  people: PersonCard[]
  search: string
  communityId: string
  href: string
  tell: PostAndTell
}) {
  const { common, communities } = useText()
  return (
    <section className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-lg font-bold">{communities.inviteSearch}</h2>
        <Link to={href} preventScrollReset aria-label={common.close} title={common.close} className={buttonClass('quiet', 'smallSquare')}>
          <X className="size-4" aria-hidden />
        </Link>
      </div>
      <SearchForm label={communities.searchPeople} name="invite" value={search} />
      {people.length > 0 ? (
        <ul className="-mx-1 flex flex-col">
          {people.map((person) => (
            <li key={person.id} className="flex items-center gap-3 rounded-lg px-1 py-1.5">
              <Avatar person={person} size="small" />
              <span className="min-w-0 flex-1 truncate font-semibold">{person.name}</span>
              <Form method="post" action={href} preventScrollReset onSubmit={tell(communities.invited({ name: person.name }))}>
                <input type="hidden" name="memberId" value={person.id} />
                <Button
                  type="submit"
                  name="intent"
                  value="invite"
                  size="small"
                  look="outline"
                  aria-label={communities.inviteNamed({ name: person.name })}
                >
                  {communities.inviteOne}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-soft">{search ? communities.nobodyToInviteNamed({ search }) : communities.nobodyToInvite}</p>
      )}
      <Link
        to={`/workspace/invitations?into=${communityId}`}
        className="w-fit text-sm font-semibold text-soft underline underline-offset-4 hover:text-ink"
      >
        {communities.inviteByLink}
      </Link>
    </section>
  )
}
