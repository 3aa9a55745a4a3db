import { expect, test } from 'vitest'
import type { Roster } from '#rooms/presence/contract.ts'
import { createGhostWatch, type OnStage } from './ghosts.ts'

const person = (id: string) => ({ id, name: id, photoKey: null, since: '2026-11-25T09:00:00.000Z' })
const rosterOf = (...ids: string[]): Roster => ({
  roomId: 'room',
  communityId: 'community',
  slug: 'room',
  name: 'Room',
  door: 'open',
  rev: 1,
  session: { id: 'session', topic: '', openedAt: '', threadId: null, now: null, recording: false },
  people: ids.map(person),
})
const silent = (identity: string, sid = identity): OnStage => ({ identity, sid, sends: false })

/** A watch over what the test says; a look every two seconds. */
function openWatch() {
  const world = {
    stage: [] as OnStage[],
    roster: undefined as Roster | undefined,
    /** What the server says when it is asked; undefined: it does not answer. */
    answer: undefined as Roster | undefined,
    asked: 0,
    hidden: [] as string[],
    now: 0,
  }
  const watch = createGhostWatch('me', 'session', {
    stage: () => world.stage,
    roster: () => world.roster,
    ask: async () => {
      world.asked++
      if (world.answer) world.roster = world.answer
      return world.answer !== undefined
    },
    hide: (sids) => {
      world.hidden = [...sids]
    },
  })
  const look = async (times: number) => {
    for (let at = 0; at < times; at++) {
      world.now += 2_000
      await watch.look(world.now)
    }
  }
  return { world, look }
}

test('who is gone by the roster, and by a second one that the server gives, is hidden within ten seconds', async () => {
  const { world, look } = openWatch()
  Object.assign(world, { stage: [silent('ben'), silent('chloe')], roster: rosterOf('me', 'chloe'), answer: rosterOf('me', 'chloe') })
  await look(4)
  expect(world).toMatchObject({ hidden: ['ben'], asked: 1 })
  await look(5)
  expect(world.asked, 'asked once for each').toBe(1)
})

test('an old roster hides nobody: the newer one has them', async () => {
  const { world, look } = openWatch()
  Object.assign(world, { stage: [silent('ben')], roster: rosterOf('me'), answer: rosterOf('me', 'ben') })
  await look(5)
  expect(world).toMatchObject({ hidden: [], asked: 1 })
})

test.each([
  ['the server does not answer', { answer: undefined }],
  ['the roster has not even oneself', { roster: rosterOf(), answer: rosterOf() }],
  ['the roster is of another session', { roster: { ...rosterOf('me'), session: null }, answer: { ...rosterOf('me'), session: null } }],
  ['nothing is known of the room', { roster: undefined }],
  ['something of theirs arrives', { stage: [{ ...silent('ben'), sends: true }] }],
])('nobody is hidden where %s', async (_, change) => {
  const { world, look } = openWatch()
  Object.assign(world, { stage: [silent('ben')], roster: rosterOf('me'), answer: rosterOf('me'), ...change })
  await look(6)
  expect(world.hidden).toEqual([])
})

test('who is in the roster again, who sends again, and who comes back by another connection is shown', async () => {
  for (const back of ['roster', 'sends', 'connection'] as const) {
    const { world, look } = openWatch()
    Object.assign(world, { stage: [silent('ben', 'old')], roster: rosterOf('me'), answer: rosterOf('me') })
    await look(4)
    expect(world.hidden).toEqual(['old'])
    if (back === 'roster') world.roster = rosterOf('me', 'ben')
    if (back === 'sends') world.stage = [{ ...silent('ben', 'old'), sends: true }]
    if (back === 'connection') world.stage = [silent('ben', 'new')]
    await look(1)
    expect(world.hidden, back).toEqual([])
  }
})
