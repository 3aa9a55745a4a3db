/** The room of a call, as much of it as the call's own screens show. */
export interface CallRoom {
  roomId: string
  /** The page of the room: `/c/<community>/rooms/<room>`. */
  href: string
  name: string
  communityId: string
  communityName: string
}

/**
 * What this browser's one call is doing. Every way into a call is an attempt with a number of its own:
 * what an earlier attempt still reports is ignored.
 */
export type CallState =
  | { phase: 'idle'; attempt: number }
  /** Camera and microphone are looked at before the first call, or before the browser has allowed them. */
  | { phase: 'preJoin'; attempt: number; room: CallRoom }
  | { phase: 'connecting'; attempt: number; room: CallRoom }
  | { phase: 'connected'; attempt: number; room: CallRoom; sessionId: string }
  /** The media connection mends itself; people and their last pictures stay on screen. */
  | { phase: 'reconnecting'; attempt: number; room: CallRoom; sessionId: string }
  /** It could not: the room is entered anew, with a new ticket. `tries` counts from 1. */
  | { phase: 'rejoining'; attempt: number; room: CallRoom; tries: number }
  /** The same person went on in another tab or on another device. */
  | { phase: 'moved'; attempt: number; room: CallRoom }
  /** It is over, by somebody else's doing. */
  | { phase: 'ended'; attempt: number; room: CallRoom; why: EndReason }
  /** It can't be entered. `code` is one of the errors' catalogue. */
  | { phase: 'failed'; attempt: number; room: CallRoom; code: string; details: Readonly<Record<string, string | number>> }

export type EndReason = 'removed' | 'sessionEnded'

/** Why the media connection closed, in our words. */
export type CloseReason = 'lost' | 'duplicate' | EndReason

export type CallEvent =
  | { type: 'joinAsked'; room: CallRoom; preJoin: boolean }
  | { type: 'preJoinDone'; attempt: number }
  | { type: 'opened'; attempt: number; sessionId: string }
  | { type: 'wavering'; attempt: number }
  | { type: 'mended'; attempt: number }
  | { type: 'closed'; attempt: number; reason: CloseReason }
  | { type: 'refused'; attempt: number; code: string; details?: Readonly<Record<string, string | number>> }
  /** The person leaves, gives up, or closes what an ended call left on screen. */
  | { type: 'left' }

/** How often a lost room is entered anew before the person is asked. */
export const MAX_REJOINS = 5

/** Refusals that may pass by themselves: the server restarts, the network is away. All others are final. */
const PASSING = new Set(['call.unreachable', 'livekit.unavailable', 'unexpected'])

export const idle: CallState = { phase: 'idle', attempt: 0 }

/** The browser's one call, as a pure step. What does not fit the state, or belongs to an earlier attempt, changes nothing. */
export function stepCall(state: CallState, event: CallEvent): CallState {
  if (event.type === 'joinAsked') {
    if (isIn(state) && state.room.roomId === event.room.roomId) return state
    return { phase: event.preJoin ? 'preJoin' : 'connecting', attempt: state.attempt + 1, room: event.room }
  }
  if (event.type === 'left') return state.phase === 'idle' ? state : { phase: 'idle', attempt: state.attempt + 1 }
  if (state.phase === 'idle' || event.attempt !== state.attempt) return state
  const { attempt, room } = state
  switch (event.type) {
    case 'preJoinDone':
      return state.phase === 'preJoin' ? { phase: 'connecting', attempt, room } : state
    case 'opened':
      return state.phase === 'connecting' || state.phase === 'rejoining'
        ? { phase: 'connected', attempt, room, sessionId: event.sessionId }
        : state
    case 'wavering':
      return state.phase === 'connected' ? { phase: 'reconnecting', attempt, room, sessionId: state.sessionId } : state
    case 'mended':
      return state.phase === 'reconnecting' ? { phase: 'connected', attempt, room, sessionId: state.sessionId } : state
    case 'closed':
      // Both ends of a duplicate would push each other out for ever: the older one waits for a click.
      if (event.reason === 'duplicate' && isIn(state) && state.phase !== 'preJoin') return { phase: 'moved', attempt, room }
      if (state.phase !== 'connected' && state.phase !== 'reconnecting') return state
      if (event.reason === 'lost') return { phase: 'rejoining', attempt: attempt + 1, room, tries: 1 }
      return event.reason === 'duplicate' ? state : { phase: 'ended', attempt, room, why: event.reason }
    case 'refused':
      if (state.phase === 'rejoining' && PASSING.has(event.code) && state.tries < MAX_REJOINS) {
        return { phase: 'rejoining', attempt: attempt + 1, room, tries: state.tries + 1 }
      }
      return state.phase === 'connecting' || state.phase === 'rejoining'
        ? { phase: 'failed', attempt, room, code: event.code, details: event.details ?? {} }
        : state
  }
}

/** Whether the person is in a call, or on their way in or back in. */
export function isIn(
  state: CallState,
): state is Extract<CallState, { phase: 'preJoin' | 'connecting' | 'connected' | 'reconnecting' | 'rejoining' }> {
  return ['preJoin', 'connecting', 'connected', 'reconnecting', 'rejoining'].includes(state.phase)
}
