import type { Socket as IoSocket } from 'socket.io'
import { DomainError } from '#platform/errors.server.ts'

/**
 * Who gets told: one member's sockets, one browser's, those who watch a community; those who look at a room's agenda; those who
 * look at a session from close by (its chat, its notes), in the call or on its page.
 */
export type Channel = `member:${string}` | `sign-in:${string}` | `community:${string}` | `room:${string}` | `session:${string}`

export interface SocketPerson {
  memberId: string
  signInId: string
}

export interface PersonSocket extends SocketPerson {
  /**
   * Lets this socket hear the channels that `listAllowed` names. It is asked twice, before and after: whoever lost the right in
   * between had no channel yet to be taken from. There is no other way to a channel.
   *
   * @throws whatever `listAllowed` throws; nothing is heard then that was not heard before
   */
  hear(listAllowed: () => Promise<Channel[]>): Promise<void>
  leave(channel: Channel): Promise<void>
  /** Whether this socket hears a channel now. */
  hears(channel: Channel): boolean
  /** Runs once, when this socket is gone. */
  whenGone(work: () => void): void
}

/** A connected socket as the product's code knows it. */
export function toPersonSocket(socket: IoSocket): PersonSocket {
  const { memberId, signInId } = socket.data as SocketPerson
  return {
    memberId,
    signInId,
    hear: (listAllowed) => hear(socket, listAllowed),
    leave: async (channel) => void (await socket.leave(channel)),
    hears: (channel) => socket.rooms.has(channel),
    whenGone: (work) => void (socket.connected ? socket.once('disconnect', work) : work()),
  }
}

async function hear(socket: IoSocket, listAllowed: () => Promise<Channel[]>): Promise<void> {
  const channels = await listAllowed()
  const before = channels.filter((channel) => socket.rooms.has(channel))
  await socket.join(channels)
  try {
    const still = new Set(await listAllowed())
    for (const channel of channels) if (!still.has(channel)) await socket.leave(channel)
  } catch (error) {
    // A refusal takes the channel away, however it was got; a fault only what was given just now.
    const taken = error instanceof DomainError ? channels : channels.filter((channel) => !before.includes(channel))
    for (const channel of taken) await socket.leave(channel)
    throw error
  }
}
