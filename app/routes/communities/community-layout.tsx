import { redirect } from '@remix-run/node'
import { type MetaFunction, Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { memberAction, memberPage } from '#app/http/answer.server.ts'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import { CommunityHeader } from '#app/ui/communities/community-header.tsx'
import { AskPanel, InvitationPanel } from '#app/ui/communities/membership-panel.tsx'
import { Page } from '#app/ui/kit/page.tsx'
import { RoomStrip, RoomsRail } from '#app/ui/rooms/rooms-rail.tsx'
import { answerInvitation } from '#communities/memberships/answer-invitation.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import type { membersChanged } from '#communities/memberships/events/contract.ts'
import { getCommunityPage } from '#communities/memberships/get-community-page.server.ts'
import { joinCommunity } from '#communities/memberships/join-community.server.ts'
import { leaveCommunity } from '#communities/memberships/leave-community.server.ts'
import { requireStanding } from '#communities/memberships/permissions.server.ts'
import { withdrawJoinRequest } from '#communities/memberships/withdraw-join-request.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { findCommunityAlerts } from '#rooms/alerts/find-community-alerts.server.ts'
import { listRooms } from '#rooms/doors/list-rooms.server.ts'
import { getRosters } from '#rooms/presence/get-rosters.server.ts'

export const loader = memberPage(async ({ viewer, params }) => {
  const page = await getCommunityPage(viewer, params['community'] ?? '')
  if (!page.may['room.see']) return { page, rooms: null }
  const { id, slug, name } = page.community
  const [rooms, rosters, alerts] = await Promise.all([listRooms(viewer, id), getRosters(viewer, id), findCommunityAlerts(viewer, id)])
  return {
    page,
    rooms: {
      community: { id, slug, name },
      rooms,
      rosters,
      alerts,
      mayEnter: page.may['room.enter'],
      mayAlert: page.may['room.alert'],
      mayManage: page.may['room.manage'],
    },
  }
})

export const action = memberAction(async ({ viewer, params, form }) => {
  const { community } = await requireStanding(viewer, { slug: params['community'] ?? '' }, 'community.see')
  switch (form['intent']) {
    case 'join':
      return joinCommunity(viewer, community.id)
    case 'decline':
      await answerInvitation(viewer, community.id, { answer: 'decline' })
      throw redirect('/communities')
    case 'ask':
      return askToJoin(viewer, community.id, form)
    case 'withdraw':
      return withdrawJoinRequest(viewer, community.id)
    case 'leave':
      await leaveCommunity(viewer, community.id)
      throw redirect(community.visibility === 'secret' ? '/communities' : `/c/${community.slug}`)
    default:
      throw new DomainError('input.invalid')
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.page.community.name} · Palier` : 'Palier' }]

export default function CommunityLayout() {
  const { page, rooms } = useLoaderData<typeof loader>()
  const { pathname } = useLocation()
  const readAgain = useReadAgain()
  useServerEvent<typeof membersChanged>('members.changed', ({ communityId }) => {
    if (communityId === page.community.id) readAgain()
  })
  const href = `/c/${page.community.slug}`
  const outside = (!page.may['community.read'] || page.removed) && !page.invitation && !page.community.archivedAt
  return (
    <Page
      title={page.community.name}
      header={<CommunityHeader key={page.community.id} page={page} href={href} />}
      aside={rooms && <RoomsRail {...rooms} />}
    >
      {page.invitation && <InvitationPanel page={page} href={href} />}
      {outside && pathname === href && <AskPanel page={page} href={href} />}
      {rooms && pathname === href && <RoomStrip {...rooms} />}
      <Outlet />
    </Page>
  )
}
