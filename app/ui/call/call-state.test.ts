import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CallEvent, type CallRoom, type CallState, idle, isIn, MAX_REJOINS, stepCall } from './call-state.ts'

const room = (roomId: string): CallRoom => ({
  roomId,
  href: `/c/design/rooms/${roomId}`,
  name: roomId,
  communityId: 'design',
  communityName: 'Design',
})

const attempt = fc.integer({ min: 0, max: 12 })
const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({ type: fc.constant('joinAsked' as const), room: fc.constantFrom(room('studio'), room('coffee')), preJoin: fc.boolean() }),
  fc.record({ type: fc.constant('preJoinDone' as const), attempt }),
  fc.record({ type: fc.constant('opened' as const), attempt, sessionId: fc.constantFrom('one', 'two') }),
  fc.record({ type: fc.constantFrom('wavering' as const, 'mended' as const), attempt }),
  fc.record({
    type: fc.constant('closed' as const),
    attempt,
    reason: fc.constantFrom('lost' as const, 'duplicate' as const, 'removed' as const, 'sessionEnded' as const),
  }),
  fc.record({ type: fc.constant('refused' as const), attempt, code: fc.constantFrom('room.locked', 'call.unreachable') }),
  fc.constant<CallEvent>({ type: 'left' }),
)

/** Events of the attempt that runs, so that long ways through the states are walked as well. */
const currentEvents = fc.array(anyEvent, { maxLength: 40 })
const walk = (events: CallEvent[], current: boolean, from: CallState = idle): CallState[] => {
  const states = [from]
  for (const event of events) {
    const state = states.at(-1) ?? from
    states.push(stepCall(state, current && 'attempt' in event ? { ...event, attempt: state.attempt } : event))
  }
  return states
}
const run = (...events: CallEvent[]) => walk(events, true).at(-1) ?? idle

const join: CallEvent = { type: 'joinAsked', room: room('studio'), preJoin: false }
const opened: CallEvent = { type: 'opened', attempt: 0, sessionId: 'one' }
const lost: CallEvent = { type: 'closed', attempt: 0, reason: 'lost' }
const unreachable: CallEvent = { type: 'refused', attempt: 0, code: 'call.unreachable' }

describe('the call, whatever happens', () => {
  it('hears nothing of an earlier attempt', () => {
    fc.assert(
      fc.property(currentEvents, anyEvent, (events, late) => {
        const state = walk(events, true).at(-1) ?? idle
        fc.pre('attempt' in late && late.attempt !== state.attempt)
        expect(stepCall(state, late)).toBe(state)
      }),
    )
  })

  it('counts attempts up only, and gives each new connection a new one', () => {
    fc.assert(
      fc.property(currentEvents, fc.boolean(), (events, current) => {
        const states = walk(events, current)
        for (const [index, state] of states.slice(1).entries()) {
          const before = states[index] ?? idle
          expect(state.attempt).toBeGreaterThanOrEqual(before.attempt)
          const startsOver = (state.phase === 'connecting' && before.phase !== 'preJoin') || state.phase === 'rejoining'
          if (state !== before && startsOver) expect(state.attempt).toBe(before.attempt + 1)
        }
      }),
    )
  })

  it('is left with one click from everywhere', () => {
    fc.assert(fc.property(currentEvents, (events) => run(...events, { type: 'left' }).phase === 'idle'))
  })

  it('joins a room from everywhere, and is then in that room', () => {
    fc.assert(
      fc.property(currentEvents, (events) => {
        const state = run(...events, join)
        expect(isIn(state) && state.room.roomId).toBe('studio')
      }),
    )
  })

  it('never asks to get back in more often than agreed', () => {
    fc.assert(
      fc.property(currentEvents, (events) => {
        for (const state of walk(events, true)) if (state.phase === 'rejoining') expect(state.tries).toBeLessThanOrEqual(MAX_REJOINS)
      }),
    )
  })
})

describe('the call', () => {
  it('goes through the pre-join panel where it is asked for', () => {
    const panel = run({ ...join, preJoin: true })
    expect(panel.phase).toBe('preJoin')
    expect(stepCall(panel, { type: 'preJoinDone', attempt: panel.attempt }).phase).toBe('connecting')
  })

  it('asking twice for the room that one is in changes nothing', () => {
    const state = run(join, opened)
    expect(stepCall(state, join)).toBe(state)
  })

  it('mends itself, and stays in its session', () => {
    expect(run(join, opened, { type: 'wavering', attempt: 0 }, { type: 'mended', attempt: 0 })).toMatchObject({
      phase: 'connected',
      sessionId: 'one',
    })
  })

  it('gets back in by itself after a loss, then asks', () => {
    expect(run(join, opened, lost).phase).toBe('rejoining')
    const tries = Array.from({ length: MAX_REJOINS - 1 }, () => unreachable)
    expect(run(join, opened, lost, ...tries)).toMatchObject({ phase: 'rejoining', tries: MAX_REJOINS })
    expect(run(join, opened, lost, ...tries, unreachable)).toMatchObject({ phase: 'failed', code: 'call.unreachable' })
  })

  it('does not knock again at a door that was locked meanwhile', () => {
    expect(run(join, opened, lost, { type: 'refused', attempt: 0, code: 'room.locked' })).toMatchObject({
      phase: 'failed',
      code: 'room.locked',
    })
  })

  it('leaves it to the newer tab, without a fight', () => {
    expect(run(join, opened, { type: 'closed', attempt: 0, reason: 'duplicate' }).phase).toBe('moved')
    expect(run(join, { type: 'closed', attempt: 0, reason: 'duplicate' }).phase).toBe('moved')
  })

  it('says why it ended', () => {
    expect(run(join, opened, { type: 'closed', attempt: 0, reason: 'removed' })).toMatchObject({ phase: 'ended', why: 'removed' })
    expect(run(join, opened, { type: 'closed', attempt: 0, reason: 'sessionEnded' })).toMatchObject({ phase: 'ended', why: 'sessionEnded' })
  })
})
