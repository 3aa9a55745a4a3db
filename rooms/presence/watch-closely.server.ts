import { findStanding, may } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import {
  type Channel,
  channelsOf,
  handleSocket,
  membersOnChannel,
  type PersonSocket,
  publish,
  removeFromChannel,
} from '#platform/realtime.server.ts'
import { notesPointed } from '#rooms/notes/contract.ts'
import { roomUnwatch, roomWatch, sessionUnwatch, sessionWatch } from '#rooms/presence/contract.ts'

type CloseChannel = `room:${string}` | `session:${string}`

/** Registers how sockets look at a room or a session from close by: `community:` tells all members, these tell those who look. */
export function watchClosely(): void {
  handleSocket(sessionWatch, (person, { sessionId }) => watch(person, `session:${sessionId}`))
  handleSocket(roomWatch, (person, { roomId }) => watch(person, `room:${roomId}`))
  handleSocket(sessionUnwatch, async (person, { sessionId }) => leave(person, `session:${sessionId}`))
  handleSocket(roomUnwatch, async (person, { roomId }) => leave(person, `room:${roomId}`))
}

/** Who hears of a community right now: who watches it, and who looks at one of its rooms or sessions alone. */
export async function listWatchers(communityId: string): Promise<string[]> {
  const of = { where: { communityId }, select: { id: true } }
  const [rooms, sessions] = await Promise.all([db.room.findMany(of), db.session.findMany(of)])
  return membersOnChannel([
    `community:${communityId}`,
    ...rooms.map(({ id }) => `room:${id}` as const),
    ...sessions.map(({ id }) => `session:${id}` as const),
  ])
}

/** Takes a former member of a community away from all its rooms and sessions that they look at; nobody sees them point there any more. */
export async function unwatchCommunity(memberId: string, communityId: string): Promise<void> {
  const channels = (await channelsOf(`member:${memberId}`)).filter(isClose)
  const communities = await Promise.all(channels.map(communityOf))
  const left = channels.filter((_, index) => communities[index] === communityId)
  if (left.length === 0) return
  const person = await db.member.findUnique({ where: { id: memberId }, select: { id: true, name: true } })
  for (const channel of left) {
    removeFromChannel(`member:${memberId}`, channel)
    if (person && channel.startsWith('session:'))
      publish(channel, notesPointed, { sessionId: channel.slice('session:'.length), clientId: null, person, cursor: null })
  }
}

async function watch(person: PersonSocket, channel: CloseChannel): Promise<Record<string, never>> {
  await person.hear(async () => {
    await requireReader(person.memberId, channel)
    return [channel]
  })
  return {}
}

async function leave(person: PersonSocket, channel: CloseChannel): Promise<Record<string, never>> {
  await person.leave(channel)
  return {}
}

async function requireReader(memberId: string, channel: CloseChannel): Promise<void> {
  const member = await db.member.findUnique({ where: { id: memberId, deactivatedAt: null }, select: { id: true, role: true } })
  if (!member) throw new DomainError('signIn.required')
  const communityId = await communityOf(channel)
  const found = communityId && (await findStanding(member, { id: communityId }))
  if (!found || !may(found.standing, 'room.see')) {
    throw new DomainError(channel.startsWith('room:') ? 'room.notFound' : 'session.notFound')
  }
}

async function communityOf(channel: CloseChannel): Promise<string | undefined> {
  const id = channel.slice(channel.indexOf(':') + 1)
  const select = { communityId: true }
  const found = channel.startsWith('room:')
    ? await db.room.findUnique({ where: { id }, select })
    : await db.session.findUnique({ where: { id }, select })
  return found?.communityId
}

const isClose = (channel: Channel): channel is CloseChannel => channel.startsWith('room:') || channel.startsWith('session:')
