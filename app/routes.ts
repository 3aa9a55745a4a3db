import { index, layout, type RouteConfig, route } from '@remix-run/route-config'

/** Every URL of the product. */
export default [
  index('routes/feed/home.tsx'),
  route('feed', 'routes/feed/feed-api.ts'),
  route('threads', 'routes/feed/threads-api.ts'),
  route('threads/:threadId', 'routes/feed/thread.tsx'),
  route('threads/:threadId/api', 'routes/feed/thread-api.ts'),

  route('inbox/:view?', 'routes/inbox/inbox.tsx'),
  route('inbox/api', 'routes/inbox/inbox-api.ts'),
  route('mentionable', 'routes/communities/mentionable-api.ts'),
  route('actions', 'routes/actions/actions.tsx'),
  route('actions/api', 'routes/actions/actions-api.ts'),

  route('communities', 'routes/communities/directory.tsx'),
  route('communities/new', 'routes/communities/create.tsx'),
  route('c/:community', 'routes/communities/community-layout.tsx', [
    index('routes/feed/community-feed.tsx'),
    route('sessions', 'routes/communities/sessions.tsx'),
    route('members', 'routes/communities/members.tsx'),
    route('settings', 'routes/communities/settings.tsx'),
  ]),
  route('c/:community/rooms/:room', 'routes/rooms/room.tsx'),
  route('rooms', 'routes/rooms/rooms.tsx'),
  route('sessions/:sessionId', 'routes/rooms/session.tsx'),
  route('sessions/:sessionId/export', 'routes/rooms-api/session-export.ts'),
  route('sessions/:sessionId/follow-up', 'routes/rooms-api/follow-up.ts'),
  route('rooms/:roomId/agenda', 'routes/rooms-api/agenda.ts'),
  route('rooms/:roomId/agenda/owners', 'routes/rooms-api/agenda-owners.ts'),
  route('threads/:threadId/live', 'routes/rooms-api/discuss-live.ts'),
  route('sessions/:sessionId/notes', 'routes/rooms-api/notes.ts'),
  route('sessions/:sessionId/chat', 'routes/rooms-api/chat.ts'),
  route('rooms/:roomId/ticket', 'routes/rooms-api/ticket.ts'),
  route('webhooks/livekit', 'routes/rooms-api/livekit-webhook.ts'),

  layout('routes/people/door.tsx', [
    route('sign-in', 'routes/people/sign-in.tsx'),
    route('sign-up', 'routes/people/sign-up.tsx'),
    route('forgot-password', 'routes/people/forgot-password.tsx'),
    route('reset-password/:token', 'routes/people/reset-password.tsx'),
    route('invite/:token', 'routes/people/invite.tsx'),
    route('unsubscribe/:token', 'routes/people/unsubscribe.tsx'),
  ]),
  route('sign-out', 'routes/people/sign-out.ts'),
  route('language', 'routes/people/language.ts'),
  route('photos/*', 'routes/people/photo.ts'),
  route('me', 'routes/people/profile.tsx'),
  route('me/security', 'routes/people/security.tsx'),
  route('me/notices', 'routes/people/notices.tsx'),
  route('me/notices/push', 'routes/people/push-api.ts'),
  route('workspace', 'routes/people/workspace.tsx'),
  route('workspace/invitations', 'routes/people/invitations.tsx'),
  route('workspace/members', 'routes/people/members.tsx'),

  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
