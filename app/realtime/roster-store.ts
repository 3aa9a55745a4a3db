import { useEffect, useSyncExternalStore } from 'react'
import type { Roster } from '#rooms/presence/contract.ts'
import { askServer, askUntilAnswered, getSocket } from './socket.ts'

const rosters = new Map<string, Roster>()
const listeners = new Set<() => void>()
const none: readonly Roster[] = []
let live = none

/** Takes rosters in, from a page or a socket; one that is older than what is known changes nothing. */
export function receiveRosters(received: readonly Roster[]): void {
  let changed = false
  for (const roster of received) {
    const known = rosters.get(roster.roomId)
    if (known && known.rev >= roster.rev) continue
    rosters.set(roster.roomId, roster)
    changed = true
  }
  if (!changed) return
  live = [...rosters.values()].filter((roster) => roster.people.length > 0)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What this browser knows of a room right now, for code outside of React. */
export function findRoster(roomId: string): Roster | undefined {
  return rosters.get(roomId)
}

/** Who is in a room, live; `initial` is what the page was rendered with. */
export function useRoster(roomId: string, initial?: Roster): Roster | undefined {
  const known = useSyncExternalStore(
    subscribe,
    () => rosters.get(roomId),
    () => undefined,
  )
  return known && initial && initial.rev > known.rev ? initial : (known ?? initial)
}

/** All rooms that have people in them, of those that this browser knows. */
export function useLiveRosters(initial: readonly Roster[] = none): readonly Roster[] {
  const known = useSyncExternalStore(
    subscribe,
    () => live,
    () => initial,
  )
  return known === none ? initial : known
}

/** Communities that this tab looks at though the viewer is no member: they are read by themselves. */
const watched = new Set<string>()

/**
 * Asks who is where: after a lost connection, when the communities are not the same any more, or where what is known is in doubt.
 *
 * @returns whether there was an answer
 */
export async function readRosters(): Promise<boolean> {
  const answer = await askUntilAnswered<{ rosters: Roster[] }>('rosters.read', {})
  if (!answer?.ok) return false
  // What emptied meanwhile, or is not this person's any more, is not in the answer: to them it is empty now.
  const present = new Set(answer.value.rosters.map((roster) => roster.roomId))
  receiveRosters(answer.value.rosters)
  empty((roster) => !present.has(roster.roomId) && !watched.has(roster.communityId))
  return true
}

function empty(which: (roster: Roster) => boolean): void {
  receiveRosters(live.filter(which).map((roster) => ({ ...roster, rev: roster.rev + 0.5, session: null, people: [] })))
}

/** Keeps the store fed for as long as the page lives: once, in the shell. */
export function useRosterFeed(initial: readonly Roster[]): void {
  useEffect(() => receiveRosters(initial), [initial])
  useEffect(() => {
    const socket = getSocket()
    const onRoster = (roster: Roster) => receiveRosters([roster])
    socket.on('room.roster', onRoster)
    socket.on('ready', readRosters)
    socket.on('membership.changed', readRosters)
    return () => {
      socket.off('room.roster', onRoster)
      socket.off('ready', readRosters)
      socket.off('membership.changed', readRosters)
    }
  }, [])
}

/** Hears of a community's rooms while a page of it is open, also where the viewer is no member. */
export function useCommunityWatch(communityId: string, isMember: boolean): void {
  useEffect(() => {
    if (isMember) return
    const socket = getSocket()
    let over = false
    const watch = async () => {
      const answer = await askUntilAnswered<{ rosters: Roster[] }>('community.watch', { communityId }, () => !over)
      if (answer?.ok) receiveRosters(answer.value.rosters)
      else if (answer) empty((roster) => roster.communityId === communityId)
    }
    watched.add(communityId)
    socket.on('ready', watch)
    if (socket.connected) void watch()
    return () => {
      over = true
      watched.delete(communityId)
      socket.off('ready', watch)
      if (socket.connected) void askServer('community.unwatch', { communityId })
    }
  }, [communityId, isMember])
}
