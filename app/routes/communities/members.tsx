import { Link, useLoaderData } from '@remix-run/react'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { after, searched } from '#app/http/search-params.server.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { InvitePicker } from '#app/ui/communities/invite-picker.tsx'
import { MemberItem } from '#app/ui/communities/member-item.tsx'
import { SearchForm } from '#app/ui/communities/search-form.tsx'
import { usePostAndTell } from '#app/ui/communities/use-post-and-tell.ts'
import { InvitationList, RequestList } from '#app/ui/communities/waiting-list.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { UserPlus, Users } from '#app/ui/kit/icons.tsx'
import { Card, EmptyState } from '#app/ui/kit/states.tsx'
import { Problem } from '#app/ui/shell/problem.tsx'
import { changeRole } from '#communities/memberships/change-role.server.ts'
import { decideJoinRequest } from '#communities/memberships/decide-join-request.server.ts'
import { inviteMember } from '#communities/memberships/invite-member.server.ts'
import { listInvitable } from '#communities/memberships/list-invitable.server.ts'
import { listMembers } from '#communities/memberships/list-members.server.ts'
import { listWaiting } from '#communities/memberships/list-waiting.server.ts'
import { may, requireStanding } from '#communities/memberships/permissions.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import { withdrawInvitation } from '#communities/memberships/withdraw-invitation.server.ts'
import { DomainError } from '#platform/errors.server.ts'

const useText = textsOf('communities')

/** From how many members on it pays to search among them. */
const SEARCH_FROM = 12

export const loader = memberPage(async ({ viewer, params, request }) => {
  const { community, standing } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.read')
  const search = searched(request, 'search')
  const inviting = may(standing, 'community.invite') && new URL(request.url).searchParams.has('invite')
  const inviteSearch = searched(request, 'invite')
  const [members, waiting, invitable] = await Promise.all([
    listMembers(viewer, community.id, { search, after: after(request) }),
    may(standing, 'community.approve') ? listWaiting(viewer, community.id) : null,
    inviting ? listInvitable(viewer, community.id, inviteSearch) : null,
  ])
  return {
    ...members,
    communityId: community.id,
    ...{ waiting, invitable, search, inviteSearch, viewerId: viewer.id },
    href: `/c/${community.slug}/members`,
    searchable: community.memberCount >= SEARCH_FROM,
    mayInvite: may(standing, 'community.invite'),
    mayChangeRoles: may(standing, 'community.changeRoles'),
  }
})

export const action = memberAction(async ({ viewer, params, form }) => {
  const { community } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.see')
  switch (form['intent']) {
    case 'decide':
      return decideJoinRequest(viewer, community.id, form)
    case 'invite':
      return inviteMember(viewer, community.id, form)
    case 'takeBack':
      return withdrawInvitation(viewer, community.id, form)
    case 'changeRole':
      return changeRole(viewer, community.id, form)
    case 'remove':
      return removeMember(viewer, community.id, form)
    default:
      throw new DomainError('input.invalid')
  }
})

export default function MembersPage() {
  const {
    communityId,
    members,
    nextAfter,
    waiting,
    invitable,
    search,
    inviteSearch,
    viewerId,
    href,
    searchable,
    mayInvite,
    mayChangeRoles,
  } = useLoaderData<typeof loader>()
  const { communities } = useText()
  const tell = usePostAndTell()
  return (
    <>
      {waiting && waiting.requests.length > 0 && <RequestList requests={waiting.requests} href={href} tell={tell} />}
      {invitable && <InvitePicker people={invitable} search={inviteSearch} communityId={communityId} href={href} tell={tell} />}
      <section className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-lg font-bold">{communities.peopleHere}</h2>
          {mayInvite && !invitable && (
            <ButtonLink to="?invite=" preventScrollReset size="small" look="outline">
              <UserPlus className="size-4" aria-hidden /> {communities.invite}
            </ButtonLink>
          )}
        </div>
        {(searchable || search) && <SearchForm label={communities.searchMembers} value={search} />}
        {members.length > 0 ? (
          <Card>
            <ul className="divide-y divide-line">
              {members.map((member) => (
                <MemberItem
                  key={member.id}
                  member={member}
                  isViewer={member.id === viewerId}
                  mayChangeRoles={mayChangeRoles}
                  href={href}
                  tell={tell}
                />
              ))}
            </ul>
          </Card>
        ) : (
          <EmptyState
            icon={<Users className="size-8" aria-hidden />}
            title={search ? communities.noMembersFound({ search }) : communities.noMembers}
          />
        )}
        {nextAfter && (
          <Link
            to={`?${new URLSearchParams({ ...(search && { search }), after: nextAfter })}`}
            className="self-center font-semibold underline underline-offset-4"
          >
            {communities.nextPage}
          </Link>
        )}
      </section>
      {waiting && waiting.invitations.length > 0 && <InvitationList invitations={waiting.invitations} href={href} tell={tell} />}
    </>
  )
}

export function ErrorBoundary() {
  return <Problem />
}
