import { randomUUID } from 'node:crypto'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { type CommunityRole, db } from '#platform/db.server.ts'
import { makeRecording } from '#tests/ready-recording.ts'
import { makePerson } from '#tests/rooms-scene.ts'
import { type Letter, moderatorsPost, type Row, type Situation, seats } from './table.ts'

export interface Seated {
  viewer: Viewer
  /** As a browser sends it. */
  cookie: string
}

/** Everybody who tries a door, and three who are there for others to do things to. */
export interface People {
  seated: Record<Letter, Seated>
  /** A second owner, who wrote the thread: so that the first one may go. */
  author: Viewer
  /** A plain member who is promoted and taken out. */
  bystander: Viewer
  /** Asked to join a moment ago. */
  asker: Viewer
}

/** A community with all that is in one, and everybody in their place. */
export interface Scene extends People {
  communityId: string
  slug: string
  archived: boolean
  visibility: Situation['visibility']
  roomId: string
  roomSlug: string
  sessionId: string
  threadId: string
  actionId: string
  requestId: string
  /** A line of the running session's agenda, and what somebody left on it. */
  agendaItemId: string
  remarkId: string
  /** Of the running session, and over; its film has a few bytes. */
  recordingId: string
  /** A line of its transcript. */
  lineId: string
  /** A recording that the session is in the middle of. */
  runningRecordingId: string
}

/** People who are signed in: their cookies are good at every door. */
export async function signInSeats(): Promise<People> {
  const seated = await Promise.all(
    seats.map(async ({ letter, workspaceAdmin }) => {
      const person = await makePerson('Ana')
      if (workspaceAdmin) await db.member.update({ where: { id: person.id }, data: { role: 'admin' } })
      const token = await startSignIn(db, person.id, { userAgent: 'a test' })
      const viewer: Viewer = workspaceAdmin ? { ...person, role: 'admin' } : person
      return [letter, { viewer, cookie: signInCookie(token).split(';', 1)[0] ?? '' }] as const
    }),
  )
  const [author, bystander, asker] = await Promise.all([makePerson('Ben'), makePerson('Chloé'), makePerson('Dan')])
  return { seated: Object.fromEntries(seated) as People['seated'], author, bystander, asker }
}

export async function makeScene({ visibility, archived }: Situation, people: People, row: Row): Promise<Scene> {
  const { seated, author, bystander, asker } = people
  const members: { memberId: string; role: CommunityRole }[] = [
    { memberId: author.id, role: 'owner' },
    { memberId: bystander.id, role: 'member' },
  ]
  for (const { letter, role } of seats) if (role) members.push({ memberId: seated[letter].viewer.id, role })
  const slug = `scene-${randomUUID()}`
  const requestId = randomUUID()
  const { id: communityId } = await db.community.create({
    data: {
      slug,
      name: 'Design',
      visibility,
      startingPoint: 'team',
      whoPosts: moderatorsPost(row) ? 'moderators' : 'members',
      memberCount: members.length,
      archivedAt: archived ? new Date() : null,
      memberships: { create: members },
      removals: { create: { memberId: seated.r.viewer.id, removedById: author.id } },
      communityInvitations: { create: { memberId: seated.i.viewer.id, invitedById: author.id } },
      joinRequests: { create: { id: requestId, memberId: asker.id } },
    },
  })
  const room = await db.room.create({ data: { communityId, slug: 'main', name: 'Main', position: 0 } })
  const session = await db.session.create({ data: { communityId, roomId: room.id, openedById: author.id, personCount: 2, peakCount: 2 } })
  await db.followUp.create({
    data: {
      sessionId: session.id,
      ownerId: author.id,
      trace: { openedAt: '', endedAt: '', people: [], missed: [], agenda: [], links: [], loved: [], recordings: [] },
    },
  })
  const thread = await db.thread.create({
    data: { communityId, kind: 'update', authorId: author.id, markdown: 'Hello', html: '<p>Hello</p>' },
  })
  const item = await db.agendaItem.create({
    data: {
      communityId,
      roomId: room.id,
      sessionId: session.id,
      title: 'Chairs',
      position: 0,
      remarks: { create: { authorId: author.id, kind: 'question', markdown: 'Which?', html: '<p>Which?</p>' } },
    },
    select: { id: true, remarks: { select: { id: true } } },
  })
  const action = await db.action.create({
    data: { communityId, threadId: thread.id, text: 'Hello', source: 'thread', createdById: author.id, assigneeId: author.id },
  })
  const { id: recordingId, transcript } = await makeRecording(
    { communityId, sessionId: session.id },
    { transcriptState: 'ready', transcript: { create: { name: 'Ana', startMs: 0, endMs: 900, text: 'Hello', words: 'hello' } } },
  )
  const recording = await db.recording.create({
    data: { communityId, sessionId: session.id, state: 'recording', requestedById: author.id },
  })
  const places = {
    communityId,
    slug,
    roomId: room.id,
    roomSlug: room.slug,
    sessionId: session.id,
    threadId: thread.id,
    actionId: action.id,
    requestId,
    agendaItemId: item.id,
    remarkId: item.remarks[0]?.id ?? '',
    recordingId,
    lineId: transcript[0]?.id ?? '',
    runningRecordingId: recording.id,
  }
  return { ...people, ...places, archived, visibility }
}
