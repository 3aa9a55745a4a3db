import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoors, type Way } from '#tests/permissions/doors.ts'
import { makeScene, type People, type Scene, type Seated, signInSeats } from '#tests/permissions/scene.ts'
import { permissionTable, type Row } from '#tests/permissions/table.ts'

// What is secret to somebody answers them as what does not exist, at every door that takes an id: whoever guesses, or kept, an id learns nothing.
const rows = Object.keys(permissionTable) as Row[]
const { ways, close } = await openDoors()
afterAll(close)

/** The same scene with ids that nothing has. */
function ghostOf(scene: Scene): Scene {
  const ids = { communityId: '', roomId: '', sessionId: '', threadId: '', actionId: '', requestId: '', agendaItemId: '', remarkId: '' }
  const more = { recordingId: '', lineId: '', runningRecordingId: '' }
  const nothing = Object.fromEntries(Object.keys({ ...ids, ...more }).map((name) => [name, randomUUID()]))
  return { ...scene, ...nothing, slug: `scene-${randomUUID()}`, roomSlug: 'nowhere' }
}

async function answerOf(attempt: Way['attempt'], scene: Scene, who: Seated): Promise<unknown> {
  try {
    return (await attempt(scene, who)) ?? 'let in'
  } catch (error) {
    const { code, details } = error as { code?: string; details?: object }
    return code ? { code, details } : error
  }
}

describe.each(['secret', 'secret and archived'])('in a community that is %s', (situation) => {
  let people: People
  let scene: Scene
  beforeAll(async () => {
    people = await signInSeats()
    scene = await makeScene({ visibility: 'secret', archived: situation !== 'secret' }, people, 'community.see')
  })

  test.each(rows.flatMap((row) => ways[row].map(({ channel, name, attempt }) => [channel, name, attempt] as const)))(
    'by %s: %s',
    async (_channel, _name, attempt) => {
      for (const letter of ['x', 'A'] as const) {
        const ofSecret = await answerOf(attempt, scene, people.seated[letter])
        expect(ofSecret).toEqual(await answerOf(attempt, ghostOf(scene), people.seated[letter]))
        expect(ofSecret).not.toBe('let in')
      }
    },
  )
})
