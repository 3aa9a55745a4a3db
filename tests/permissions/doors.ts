import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { io } from 'socket.io-client'
import { readSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import * as actionsApi from '#app/routes/actions/actions-api.ts'
import * as communityLayout from '#app/routes/communities/community-layout.tsx'
import * as membersPage from '#app/routes/communities/members.tsx'
import * as mentionableApi from '#app/routes/communities/mentionable-api.ts'
import * as communityRecordings from '#app/routes/communities/recordings.tsx'
import * as settingsPage from '#app/routes/communities/settings.tsx'
import * as communityFeed from '#app/routes/feed/community-feed.tsx'
import * as feedApi from '#app/routes/feed/feed-api.ts'
import * as threadPage from '#app/routes/feed/thread.tsx'
import * as threadApi from '#app/routes/feed/thread-api.ts'
import * as threadsApi from '#app/routes/feed/threads-api.ts'
import * as recordingCaptions from '#app/routes/recordings/captions.ts'
import * as recordingConsents from '#app/routes/recordings/consents.ts'
import * as recordingDownload from '#app/routes/recordings/download.ts'
import * as recordingKeeping from '#app/routes/recordings/keeping.ts'
import * as recordingMedia from '#app/routes/recordings/media.ts'
import * as recordingPage from '#app/routes/recordings/recording.tsx'
import * as recordingTranscript from '#app/routes/recordings/transcript.ts'
import * as transcriptFile from '#app/routes/recordings/transcript-file.ts'
import * as roomPage from '#app/routes/rooms/room.tsx'
import * as roomsPage from '#app/routes/rooms/rooms.tsx'
import * as sessionPage from '#app/routes/rooms/session.tsx'
import * as agendaApi from '#app/routes/rooms-api/agenda.ts'
import * as agendaOwners from '#app/routes/rooms-api/agenda-owners.ts'
import * as chatApi from '#app/routes/rooms-api/chat.ts'
import * as discussLiveApi from '#app/routes/rooms-api/discuss-live.ts'
import * as followUpApi from '#app/routes/rooms-api/follow-up.ts'
import * as notesRoute from '#app/routes/rooms-api/notes.ts'
import * as recordingApi from '#app/routes/rooms-api/recording.ts'
import * as ticket from '#app/routes/rooms-api/ticket.ts'
import { addAction } from '#communities/actions/add-action.server.ts'
import { deleteAction } from '#communities/actions/delete-action.server.ts'
import { editAction } from '#communities/actions/edit-action.server.ts'
import { finishAction } from '#communities/actions/finish-action.server.ts'
import { listActions } from '#communities/actions/list-actions.server.ts'
import { answerInvitation } from '#communities/memberships/answer-invitation.server.ts'
import { archiveCommunity } from '#communities/memberships/archive-community.server.ts'
import { askToJoin } from '#communities/memberships/ask-to-join.server.ts'
import { changeRole } from '#communities/memberships/change-role.server.ts'
import { decideJoinRequest } from '#communities/memberships/decide-join-request.server.ts'
import { editCommunity } from '#communities/memberships/edit-community.server.ts'
import { getCommunityPage } from '#communities/memberships/get-community-page.server.ts'
import { inviteMember } from '#communities/memberships/invite-member.server.ts'
import { joinCommunity } from '#communities/memberships/join-community.server.ts'
import { leaveCommunity } from '#communities/memberships/leave-community.server.ts'
import { listInvitable } from '#communities/memberships/list-invitable.server.ts'
import { listMembers } from '#communities/memberships/list-members.server.ts'
import { listWaiting } from '#communities/memberships/list-waiting.server.ts'
import { removeMember } from '#communities/memberships/remove-member.server.ts'
import { restoreCommunity } from '#communities/memberships/restore-community.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'
import { react } from '#communities/threads/react.server.ts'
import { readFeed } from '#communities/threads/read-feed.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { attachRealtime } from '#platform/realtime.server.ts'
import { addAgendaItem } from '#rooms/agenda/add-agenda-item.server.ts'
import { discussLive } from '#rooms/agenda/discuss-live.server.ts'
import { readAgenda } from '#rooms/agenda/read-agenda.server.ts'
import { setAbsence } from '#rooms/agenda/set-absence.server.ts'
import { setNow } from '#rooms/agenda/set-now.server.ts'
import { setRoomAlert } from '#rooms/alerts/set-room-alert.server.ts'
import { readChat } from '#rooms/chat/read-chat.server.ts'
import { sendChatLine } from '#rooms/chat/send-chat-line.server.ts'
import { createRoom } from '#rooms/doors/create-room.server.ts'
import { listRooms } from '#rooms/doors/list-rooms.server.ts'
import { setDoor } from '#rooms/doors/set-door.server.ts'
import { catchUp } from '#rooms/follow-ups/catch-up.server.ts'
import { dismissFollowUp } from '#rooms/follow-ups/dismiss-follow-up.server.ts'
import { editFollowUp } from '#rooms/follow-ups/edit-follow-up.server.ts'
import { listFollowUpVersions } from '#rooms/follow-ups/list-follow-up-versions.server.ts'
import { previewFollowUp } from '#rooms/follow-ups/preview-follow-up.server.ts'
import { publishFollowUp } from '#rooms/follow-ups/publish-follow-up.server.ts'
import { takeOverFollowUp } from '#rooms/follow-ups/take-over-follow-up.server.ts'
import { openNotes } from '#rooms/notes/open-notes.server.ts'
import { serveNotes } from '#rooms/notes/serve-notes.server.ts'
import { writeNotes } from '#rooms/notes/write-notes.server.ts'
import { watchClosely } from '#rooms/presence/watch-closely.server.ts'
import { watchCommunities } from '#rooms/presence/watch-communities.server.ts'
import { answerRecording } from '#rooms/recordings/consent/answer-recording.server.ts'
import { exportConsents } from '#rooms/recordings/consent/export-consents.server.ts'
import { pauseRecording } from '#rooms/recordings/control/pause-recording.server.ts'
import { resumeRecording } from '#rooms/recordings/control/resume-recording.server.ts'
import { startRecording } from '#rooms/recordings/control/start-recording.server.ts'
import { stopRecording } from '#rooms/recordings/control/stop-recording.server.ts'
import { retryRecording } from '#rooms/recordings/finishing/retry-recording.server.ts'
import { searchRecordings } from '#rooms/recordings/library/search-recordings.server.ts'
import { sumCommunityStorage } from '#rooms/recordings/library/sum-storage.server.ts'
import { readOwnRecording } from '#rooms/recordings/read-own-recording.server.ts'
import { deleteRecording } from '#rooms/recordings/retention/delete-recording.server.ts'
import { keepRecording } from '#rooms/recordings/retention/keep-recording.server.ts'
import { setCommunityRetention } from '#rooms/recordings/retention/set-retention.server.ts'
import { editLine } from '#rooms/recordings/transcripts/edit-line.server.ts'
import { readTranscriptLines } from '#rooms/recordings/transcripts/read-transcript-lines.server.ts'
import { requestTranscript } from '#rooms/recordings/transcripts/request-transcript.server.ts'
import { searchTranscript } from '#rooms/recordings/transcripts/search-transcript.server.ts'
import { getRecordingPage } from '#rooms/recordings/watching/get-recording-page.server.ts'
import { prepareDownload } from '#rooms/recordings/watching/prepare-download.server.ts'
import { savePlace } from '#rooms/recordings/watching/save-place.server.ts'
import { prepareJoin } from '#rooms/sessions/prepare-join.server.ts'
import { setTopic } from '#rooms/sessions/set-topic.server.ts'
import type { Scene, Seated } from './scene.ts'
import type { Row } from './table.ts'

/** One way to do what a verb stands for. */
export interface Way {
  channel: 'use case' | 'page' | 'action' | 'socket'
  name: string
  /** Tries it; who is refused gets a `DomainError`, or false where a refusal is silence. */
  attempt(scene: Scene, who: Seated): Promise<unknown>
}

type Attempt = Way['attempt']
const useCase = (name: string, attempt: Attempt): Way => ({ channel: 'use case', name, attempt })
const post = { markdown: 'Hello' }
/** A Yjs update that changes nothing. */
const NO_UPDATE = new Uint8Array([0, 0])
const NO_UPDATE_TEXT = Buffer.from(NO_UPDATE).toString('base64')
const about = { name: 'Design studio', purpose: '', visibility: 'closed' }

/** A way that counts where it makes a member of who tried: being one already is no refusal, and no joining either. */
const joining = (way: Way): Way => ({
  ...way,
  async attempt(scene, who) {
    const where = { communityId: scene.communityId, memberId: who.viewer.id }
    if ((await db.membership.count({ where })) > 0) return false
    await way.attempt(scene, who)
    return (await db.membership.count({ where })) > 0
  },
})

/** A way of whoever has the session's follow-up: that it is theirs opens no door to who may not write in the community. */
const owning = (way: Way): Way => ({
  ...way,
  async attempt(scene, who) {
    await db.followUp.updateMany({ where: { sessionId: scene.sessionId }, data: { ownerId: who.viewer.id } })
    return way.attempt(scene, who)
  },
})

/** A way of whoever is in the session's call: being in opens no door to who may not. */
const inside = (way: Way): Way => ({
  ...way,
  async attempt(scene, who) {
    const visit = { sessionId: scene.sessionId, memberId: who.viewer.id }
    await db.visit.deleteMany({ where: visit })
    if (await db.session.count({ where: { id: scene.sessionId } })) await db.visit.create({ data: { ...visit, joinedAt: new Date() } })
    return way.attempt(scene, who)
  },
})
/** The mark of the words of consent, for who may read them. */
const wordsShown = (viewer: Viewer, sessionId: string) =>
  readOwnRecording(viewer, sessionId).then(
    ({ words }) => words?.shown ?? '',
    () => '',
  )
const onRecording = (intent: string, fields: Record<string, string> = {}) =>
  action(`/sessions/:sessionId/recording ${intent}`, recordingApi.action, ({ sessionId, runningRecordingId }) => ({
    params: { sessionId },
    form: { intent, recordingId: runningRecordingId, ...fields },
  }))

const atCommunity = ({ slug }: Scene): Address => ({ params: { community: slug } })
const onLayout = (intent: string) =>
  action(`/c/:community ${intent}`, communityLayout.action, (scene) => ({ ...atCommunity(scene), form: { intent } }))
const onMembers = (intent: string, fields: (scene: Scene) => Record<string, string>) =>
  action(`/c/:community/members ${intent}`, membersPage.action, (scene) => ({ ...atCommunity(scene), form: { intent, ...fields(scene) } }))
const onSettings = (intent: string, fields: Record<string, string> = {}) =>
  action(`/c/:community/settings ${intent}`, settingsPage.action, (scene) => ({ ...atCommunity(scene), form: { intent, ...fields } }))
const onAgenda = (intent: string, fields: (scene: Scene) => Record<string, string>) =>
  action(`/rooms/:roomId/agenda ${intent}`, agendaApi.action, (scene) => ({
    params: { roomId: scene.roomId },
    form: { intent, ...fields(scene) },
  }))
const line = () => ({ title: 'Chairs', clientId: randomUUID() })
const onRooms = (intent: string, fields: (scene: Scene) => Record<string, string>) =>
  action(`/rooms ${intent}`, roomsPage.action, (scene) => ({ form: { intent, ...fields(scene) } }))

const onKeeping = (intent: string, fields: Record<string, string> = {}) =>
  action(`/recordings/:recordingId/keeping ${intent}`, recordingKeeping.action, ({ recordingId }) => ({
    params: { recordingId },
    form: { intent, ...fields },
  }))

const onTranscript = (intent: string, fields: (scene: Scene) => Record<string, string> = () => ({})) =>
  action(`/recordings/:recordingId/transcript ${intent}`, recordingTranscript.action, (scene) => ({
    params: { recordingId: scene.recordingId },
    form: { intent, ...fields(scene) },
  }))
const ofLine = ({ lineId }: Scene) => ({ lineId, before: 'Hello', text: 'Hallo' })

const onFollowUp = (intent: string, fields: Record<string, string> = {}) =>
  action(`/sessions/:sessionId/follow-up ${intent}`, followUpApi.action, ({ sessionId }) => ({
    params: { sessionId },
    form: { intent, ...fields },
  }))

/** Media is told apart by its status: what is no film is no refusal in JSON either. */
const asRefusal =
  (loader: (args: LoaderFunctionArgs) => Promise<unknown>) =>
  async (args: LoaderFunctionArgs): Promise<void> => {
    const answer = await loader(args)
    if (!(answer instanceof Response)) throw new Error('no answer of HTTP')
    if (!answer.ok) throw new DomainError('recording.notFound')
    await answer.body?.cancel()
  }
const mediaOrRefusal = asRefusal(recordingMedia.loader)
const downloadOrRefusal = asRefusal(recordingDownload.loader)
const consentsOrRefusal = asRefusal(recordingConsents.loader)
const captionsOrRefusal = asRefusal(recordingCaptions.loader)
const transcriptFileOrRefusal = asRefusal(transcriptFile.loader)

/** Opens every door of the product, sockets on a real server among them, and says which ways there are for each row of the table. */
export async function openDoors(): Promise<{ ways: Record<Row, Way[]>; close: () => Promise<void> }> {
  const server = createServer()
  await attachRealtime(server, async (cookie) => {
    const viewer = await findViewer(readSignInCookie(cookie))
    return viewer && { memberId: viewer.id, signInId: viewer.signInId }
  })
  watchCommunities()
  watchClosely()
  serveNotes()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  const replying = [
    useCase('replyToThread', ({ threadId }, { viewer }) => replyToThread(viewer, threadId, post)),
    action('/threads/:threadId/api reply', threadApi.action, ({ threadId }) => ({
      params: { threadId },
      form: { intent: 'reply', ...post },
    })),
  ]
  const posting = [
    useCase('postThread', ({ communityId }, { viewer }) => postThread(viewer, { communityId, ...post })),
    action('/threads', threadsApi.action, ({ communityId }) => ({ form: { communityId, ...post } })),
  ]
  const ways: Record<Row, Way[]> = {
    'community.see': [
      useCase('getCommunityPage', ({ slug }, { viewer }) => getCommunityPage(viewer, slug)),
      page('/c/:community', communityLayout.loader, atCommunity),
      page('/c/:community (feed)', communityFeed.loader, atCommunity),
    ],
    'community.read': [
      useCase('readFeed', ({ communityId }, { viewer }) => readFeed(viewer, { communityId })),
      useCase('listMembers', ({ communityId }, { viewer }) => listMembers(viewer, communityId)),
      useCase('listActions', ({ threadId }, { viewer }) => listActions(viewer, { threadId })),
      page('/mentionable', mentionableApi.loader, ({ communityId }) => ({ search: { community: communityId, name: 'a' } })),
      page('/actions/api of a session', actionsApi.loader, ({ sessionId }) => ({ search: { sessionId } })),
      page('/c/:community/members', membersPage.loader, atCommunity),
      page('/feed', feedApi.loader, ({ communityId }) => ({ search: { community: communityId } })),
      page('/threads/:threadId', threadPage.loader, ({ threadId }) => ({ params: { threadId } })),
      page('/threads/:threadId/api', threadApi.loader, ({ threadId }) => ({ params: { threadId } })),
    ],
    'community.join': [
      useCase('joinCommunity', ({ communityId }, { viewer }) => joinCommunity(viewer, communityId)),
      useCase('answerInvitation', ({ communityId }, { viewer }) => answerInvitation(viewer, communityId, { answer: 'accept' })),
      onLayout('join'),
    ].map(joining),
    'community.askToJoin': [
      useCase('askToJoin', ({ communityId }, { viewer }) => askToJoin(viewer, communityId, { message: 'Hello' })),
      onLayout('ask'),
    ],
    'community.leave': [useCase('leaveCommunity', ({ communityId }, { viewer }) => leaveCommunity(viewer, communityId)), onLayout('leave')],
    'community.invite': [
      useCase('inviteMember', ({ communityId, asker }, { viewer }) => inviteMember(viewer, communityId, { memberId: asker.id })),
      useCase('listInvitable', ({ communityId }, { viewer }) => listInvitable(viewer, communityId, '')),
      onMembers('invite', ({ asker }) => ({ memberId: asker.id })),
    ],
    'community.approve': [
      useCase('decideJoinRequest', ({ communityId, requestId }, { viewer }) =>
        decideJoinRequest(viewer, communityId, { requestId, decision: 'approved' }),
      ),
      useCase('listWaiting', ({ communityId }, { viewer }) => listWaiting(viewer, communityId)),
      onMembers('decide', ({ requestId }) => ({ requestId, decision: 'approved' })),
    ],
    'community.edit': [
      useCase('editCommunity', ({ communityId }, { viewer }) => editCommunity(viewer, communityId, about)),
      onSettings('edit', about),
      useCase('setCommunityRetention', ({ communityId }, { viewer }) =>
        setCommunityRetention(viewer, communityId, { keepRecordingsDays: '9' }),
      ),
      onSettings('retention', { keepRecordingsDays: '9' }),
    ],
    'community.open': [
      useCase('editCommunity', ({ communityId }, { viewer }) => editCommunity(viewer, communityId, { ...about, visibility: 'open' })),
      onSettings('edit', { ...about, visibility: 'open' }),
    ],
    'community.changeRoles': [
      useCase('changeRole', ({ communityId, bystander }, { viewer }) =>
        changeRole(viewer, communityId, { memberId: bystander.id, role: 'moderator' }),
      ),
      onMembers('changeRole', ({ bystander }) => ({ memberId: bystander.id, role: 'moderator' })),
    ],
    'community.removeMember': [
      useCase('removeMember', ({ communityId, bystander }, { viewer }) => removeMember(viewer, communityId, { memberId: bystander.id })),
      onMembers('remove', ({ bystander }) => ({ memberId: bystander.id })),
    ],
    'community.archive': [
      useCase('archiveCommunity', ({ communityId }, { viewer }) => archiveCommunity(viewer, communityId)),
      useCase('restoreCommunity', ({ communityId }, { viewer }) => restoreCommunity(viewer, communityId)),
      page('/c/:community/settings', settingsPage.loader, atCommunity),
      onSettings('archive'),
      onSettings('restore'),
    ],
    'thread.post': posting,
    'thread.post where moderators post': posting,
    'thread.reply': replying,
    'thread.reply where moderators post': replying,
    'thread.react': [
      useCase('react', ({ threadId }, { viewer }) => react(viewer, threadId, { emoji: '👍', on: true })),
      action('/threads/:threadId/api react', threadApi.action, ({ threadId }) => ({
        params: { threadId },
        form: { intent: 'react', emoji: '👍', on: 'true' },
      })),
    ],
    'thread.moderate': [
      useCase('deleteThread', ({ threadId }, { viewer }) => deleteThread(viewer, threadId, {})),
      action('/threads/:threadId/api delete', threadApi.action, ({ threadId }) => ({ params: { threadId }, form: { intent: 'delete' } })),
    ],
    'action.edit': [
      useCase('addAction', ({ threadId }, { viewer }) => addAction(viewer, { threadId, text: 'Hello' })),
      useCase('editAction', ({ actionId }, { viewer }) => editAction(viewer, actionId, { text: 'Hello' })),
      useCase('finishAction', ({ actionId }, { viewer }) => finishAction(viewer, actionId, { done: true })),
      useCase('deleteAction', ({ actionId }, { viewer }) => deleteAction(viewer, actionId, {})),
      action('/actions/api add', actionsApi.action, ({ threadId }) => ({ form: { intent: 'add', threadId, text: 'Hello' } })),
      action('/actions/api finish', actionsApi.action, ({ actionId }) => ({ form: { intent: 'finish', actionId, done: 'true' } })),
    ],
    'room.see': [
      useCase('listRooms', ({ communityId }, { viewer }) => listRooms(viewer, communityId)),
      page('/c/:community/rooms/:room', roomPage.loader, ({ slug, roomSlug }) => ({ params: { community: slug, room: roomSlug } })),
      useCase('readAgenda of a room', ({ roomId }, { viewer }) => readAgenda(viewer, { roomId })),
      useCase('readAgenda of a session', ({ sessionId }, { viewer }) => readAgenda(viewer, { sessionId })),
      page('/rooms/:roomId/agenda', agendaApi.loader, ({ roomId }) => ({ params: { roomId } })),
      useCase('readChat', ({ sessionId }, { viewer }) => readChat(viewer, sessionId, {})),
      page('/sessions/:sessionId/chat', chatApi.loader, ({ sessionId }) => ({ params: { sessionId } })),
      page('/sessions/:sessionId', sessionPage.loader, ({ sessionId }) => ({ params: { sessionId } })),
      useCase('listFollowUpVersions', ({ sessionId }, { viewer }) => listFollowUpVersions(viewer, sessionId)),
      useCase('catchUp', ({ sessionId }, { viewer }) => catchUp(viewer, sessionId, {})),
      page('/sessions/:sessionId/follow-up', followUpApi.loader, ({ sessionId }) => ({ params: { sessionId } })),
      onFollowUp('catchUp'),
      socket(origin, 'community.watch', ({ communityId }) => ({ communityId })),
      socket(origin, 'room.watch', ({ roomId }) => ({ roomId })),
      socket(origin, 'session.watch', ({ sessionId }) => ({ sessionId })),
      useCase('openNotes', ({ sessionId }, { viewer }) => openNotes(viewer, sessionId, new Uint8Array())),
      socket(origin, 'notes.open', ({ sessionId }) => ({ sessionId, stateVector: '' })),
      useCase('readOwnRecording', ({ sessionId }, { viewer }) => readOwnRecording(viewer, sessionId)),
      page('/sessions/:sessionId/recording', recordingApi.loader, ({ sessionId }) => ({ params: { sessionId } })),
    ],
    'room.enter': [
      useCase('prepareJoin', ({ roomId }, { viewer }) => prepareJoin(viewer, roomId)),
      action('/rooms/:roomId/ticket', ticket.action, ({ roomId }) => ({ params: { roomId } })),
      action('/c/:community/rooms/:room join', roomPage.action, ({ slug, roomSlug }) => ({
        params: { community: slug, room: roomSlug },
        form: { intent: 'join' },
      })),
      useCase('answerRecording', async ({ sessionId, runningRecordingId: recordingId }, { viewer }) =>
        answerRecording(viewer, sessionId, { recordingId, answer: 'accepted', shown: await wordsShown(viewer, sessionId) }),
      ),
      {
        ...onRecording('answer'),
        attempt: async (scene, who) =>
          onRecording('answer', { answer: 'declined', shown: await wordsShown(who.viewer, scene.sessionId) }).attempt(scene, who),
      },
    ],
    'room.alert': [
      useCase('setRoomAlert', ({ roomId }, { viewer }) => setRoomAlert(viewer, roomId, { threshold: '1' })),
      onRooms('alert', ({ roomId }) => ({ roomId, threshold: '2' })),
    ],
    'room.manage': [
      useCase('createRoom', ({ communityId }, { viewer }) => createRoom(viewer, communityId, { name: 'Another' })),
      useCase('setDoor', ({ roomId }, { viewer }) => setDoor(viewer, roomId, { door: 'locked' })),
      onRooms('create', ({ communityId }) => ({ communityId, name: 'Another' })),
      onRooms('rename', ({ roomId }) => ({ roomId, name: 'Other' })),
      onRooms('order', ({ communityId, roomId }) => ({ communityId, roomIds: roomId })),
      onRooms('door', ({ roomId }) => ({ roomId, door: 'locked' })),
      onRooms('archive', ({ roomId }) => ({ roomId })),
      onRooms('restore', ({ roomId }) => ({ roomId })),
    ],
    'chat.write': [
      useCase('sendChatLine', ({ sessionId }, { viewer }) => sendChatLine(viewer, sessionId, { clientId: randomUUID(), ...post })),
      action('/sessions/:sessionId/chat send', chatApi.action, ({ sessionId }) => ({
        params: { sessionId },
        form: { intent: 'send', clientId: randomUUID(), ...post },
      })),
    ],
    'session.setTopic': [
      useCase('setTopic', ({ sessionId }, { viewer }) => setTopic(viewer, sessionId, { topic: 'Chairs' })),
      action('/c/:community/rooms/:room topic', roomPage.action, ({ slug, roomSlug, sessionId }) => ({
        params: { community: slug, room: roomSlug },
        form: { intent: 'topic', sessionId, topic: 'Chairs' },
      })),
    ],
    'followUp.write': [
      owning(
        useCase('editFollowUp', ({ sessionId }, { viewer }) =>
          editFollowUp(viewer, sessionId, { title: 'Chairs', markdown: 'Oak', rev: 0 }),
        ),
      ),
      owning(useCase('publishFollowUp', ({ sessionId }, { viewer }) => publishFollowUp(viewer, sessionId, { rev: 0 }))),
      owning(useCase('dismissFollowUp', ({ sessionId }, { viewer }) => dismissFollowUp(viewer, sessionId, {}))),
      useCase('previewFollowUp', ({ sessionId }, { viewer }) => previewFollowUp(viewer, sessionId, { markdown: 'Oak' })),
      owning(onFollowUp('edit', { title: 'Chairs', markdown: 'Oak', rev: '0' })),
      owning(onFollowUp('publish', { rev: '0' })),
      owning(onFollowUp('dismiss')),
    ],
    'followUp.takeOver': [
      useCase('takeOverFollowUp', ({ sessionId }, { viewer }) => takeOverFollowUp(viewer, sessionId)),
      onFollowUp('takeOver'),
    ],
    'agenda.edit': [
      useCase('addAgendaItem', ({ roomId }, { viewer }) => addAgendaItem(viewer, roomId, line())),
      useCase('setNow', ({ roomId }, { viewer }) => setNow(viewer, roomId, { itemId: null })),
      useCase('setAbsence', ({ roomId }, { viewer }) => setAbsence(viewer, roomId, { absent: true })),
      useCase('discussLive', ({ threadId, roomId }, { viewer }) => discussLive(viewer, threadId, { roomId })),
      page('/rooms/:roomId/agenda/owners', agendaOwners.loader, ({ roomId }) => ({ params: { roomId } })),
      page('/threads/:threadId/live', discussLiveApi.loader, ({ threadId }) => ({ params: { threadId } })),
      action('/threads/:threadId/live', discussLiveApi.action, ({ threadId, roomId }) => ({ params: { threadId }, form: { roomId } })),
      onAgenda('add', line),
      onAgenda('edit', ({ agendaItemId }) => ({ itemId: agendaItemId, title: 'Chairs' })),
      onAgenda('remove', ({ agendaItemId }) => ({ itemId: agendaItemId })),
      onAgenda('done', ({ agendaItemId }) => ({ itemId: agendaItemId, done: 'true' })),
      onAgenda('now', ({ agendaItemId }) => ({ itemId: agendaItemId })),
      onAgenda('next', () => ({ from: '' })),
      onAgenda('remark', ({ agendaItemId }) => ({ itemId: agendaItemId, kind: 'question', clientId: randomUUID(), ...post })),
      onAgenda('answer', ({ remarkId }) => ({ remarkId, ...post })),
      onAgenda('takeBack', ({ remarkId }) => ({ remarkId })),
      onAgenda('absence', () => ({ absent: 'true' })),
    ],
    'notes.edit': [
      useCase('writeNotes', ({ sessionId }, { viewer }) => writeNotes(viewer, sessionId, NO_UPDATE)),
      action('/sessions/:sessionId/notes', notesRoute.action, ({ sessionId }) => ({
        params: { sessionId },
        form: { update: NO_UPDATE_TEXT },
      })),
      socket(origin, 'notes.update', ({ sessionId }) => ({ sessionId, update: NO_UPDATE_TEXT })),
    ],
    'recording.watch': [
      useCase('getRecordingPage', ({ recordingId }, { viewer }) => getRecordingPage(viewer, recordingId)),
      useCase('searchRecordings', ({ communityId }, { viewer }) => searchRecordings(viewer, { communityId })),
      useCase('sumCommunityStorage', ({ communityId }, { viewer }) => sumCommunityStorage(viewer, communityId)),
      page('/c/:community/recordings', communityRecordings.loader, atCommunity),
      useCase('savePlace', ({ recordingId }, { viewer }) => savePlace(viewer, recordingId, { positionMs: 0, watchedMs: 0 })),
      page('/recordings/:recordingId', recordingPage.loader, ({ recordingId }) => ({ params: { recordingId } })),
      useCase('readTranscriptLines', ({ recordingId }, { viewer }) => readTranscriptLines(viewer, recordingId, {})),
      useCase('searchTranscript', ({ recordingId }, { viewer }) => searchTranscript(viewer, recordingId, 'hello')),
      page('/recordings/:recordingId/transcript', recordingTranscript.loader, ({ recordingId }) => ({ params: { recordingId } })),
      page('/recordings/:recordingId/captions', captionsOrRefusal, ({ recordingId }) => ({ params: { recordingId } })),
      page('/recordings/:recordingId/media/film', mediaOrRefusal, ({ recordingId }) => ({ params: { recordingId, part: 'film' } })),
    ],
    'recording.download': [
      useCase('prepareDownload', ({ recordingId }, { viewer }) => prepareDownload(viewer, recordingId, 'film')),
      useCase('exportConsents', ({ recordingId }, { viewer }) => exportConsents(viewer, recordingId)),
      page('/recordings/:recordingId/consents', consentsOrRefusal, ({ recordingId }) => ({ params: { recordingId } })),
      page('/recordings/:recordingId/transcript.txt', transcriptFileOrRefusal, ({ recordingId }) => ({ params: { recordingId } })),
      page('/recordings/:recordingId/download/film', downloadOrRefusal, ({ recordingId }) => ({ params: { recordingId, part: 'film' } })),
    ],
    'recording.control': [
      useCase('retryRecording', ({ recordingId }, { viewer }) => retryRecording(viewer, recordingId)),
      onKeeping('retry'),
      useCase('startRecording', ({ sessionId }, { viewer }) => startRecording(viewer, sessionId)),
      useCase('pauseRecording', ({ sessionId, runningRecordingId: recordingId }, { viewer }) =>
        pauseRecording(viewer, sessionId, { recordingId }),
      ),
      useCase('resumeRecording', ({ sessionId, runningRecordingId: recordingId }, { viewer }) =>
        resumeRecording(viewer, sessionId, { recordingId }),
      ),
      useCase('stopRecording', ({ sessionId, runningRecordingId: recordingId }, { viewer }) =>
        stopRecording(viewer, sessionId, { recordingId }),
      ),
      onRecording('start'),
      onRecording('pause'),
      onRecording('resume'),
      onRecording('stop'),
    ].map(inside),
    'recording.keep': [
      useCase('keepRecording', ({ recordingId }, { viewer }) => keepRecording(viewer, recordingId, { keep: true })),
      onKeeping('keep', { keep: 'true' }),
    ],
    'recording.delete': [
      useCase('deleteRecording', ({ recordingId }, { viewer }) => deleteRecording(viewer, recordingId, {})),
      useCase('deleteRecording (back)', ({ recordingId }, { viewer }) => deleteRecording(viewer, recordingId, { restore: true })),
      onKeeping('delete'),
    ],
    'transcript.edit': [
      useCase('editLine', (scene, { viewer }) => editLine(viewer, scene.recordingId, ofLine(scene))),
      useCase('requestTranscript', ({ recordingId }, { viewer }) => requestTranscript(viewer, recordingId)),
      onTranscript('edit', ofLine),
      onTranscript('request'),
    ],
  }
  return { ways, close }
}

interface Address {
  params?: Record<string, string>
  search?: Record<string, string>
  form?: Record<string, string>
}

function argsFor({ params = {}, search = {}, form }: Address, cookie: string, method: 'GET' | 'POST') {
  const url = `http://palier.test/?${new URLSearchParams(search)}`
  const request = new Request(url, { method, headers: { cookie }, ...(method === 'POST' && { body: new URLSearchParams(form ?? {}) }) })
  return { request, params, context: { requestId: randomUUID(), nonce: '', clientAddress: '127.0.0.1' } }
}

function page(name: string, loader: (args: LoaderFunctionArgs) => unknown, at: (scene: Scene) => Address): Way {
  const attempt: Attempt = (scene, { cookie }) => answered(() => loader(argsFor(at(scene), cookie, 'GET')))
  return { channel: 'page', name, attempt }
}

function action(name: string, work: (args: ActionFunctionArgs) => unknown, at: (scene: Scene) => Address): Way {
  const attempt: Attempt = (scene, { cookie }) => answered(() => work(argsFor(at(scene), cookie, 'POST')))
  return { channel: 'action', name, attempt }
}

function socket(origin: string, event: string, input: (scene: Scene) => object): Way {
  const attempt: Attempt = async (scene, { cookie }) => {
    const client = io(origin, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie, origin } })
    try {
      refuse(await client.timeout(10_000).emitWithAck(event, input(scene)))
    } finally {
      client.close()
    }
  }
  return { channel: 'socket', name: event, attempt }
}

/** Reads out of what a route answers or throws whether it said no. */
async function answered(work: () => unknown): Promise<void> {
  try {
    const answer = await work()
    refuse(answer instanceof Response ? await answer.json() : bodyOf(answer))
  } catch (thrown) {
    if (thrown instanceof Response) {
      if (thrown.headers.get('location')?.startsWith('/sign-in')) throw new DomainError('signIn.required')
      return
    }
    const body = bodyOf(thrown)
    if (body) refuse({ ok: false, ...body })
    throw thrown
  }
}

function bodyOf(value: unknown): object | null {
  const body = (value as { type?: string; data?: object } | null)?.type === 'DataWithResponseInit' ? (value as { data: object }).data : null
  return body
}

function refuse(answer: unknown): void {
  const { ok, code } = (answer ?? {}) as { ok?: boolean; code?: string }
  if (ok === false) throw new DomainError(code ?? 'no code')
}
