import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '#platform/errors.server.ts'
import { openDoors, type Way } from '#tests/permissions/doors.ts'
import { makeScene, type People, type Scene, type Seated, signInSeats } from '#tests/permissions/scene.ts'
import { permissionTable, type Row, seats, situations, verbOf } from '#tests/permissions/table.ts'
import { verbs } from './contract.ts'
import { may } from './permissions.server.ts'

const rows = Object.keys(permissionTable) as Row[]
const { ways, close } = await openDoors()
afterAll(close)

test('the table has a row for every verb, and the product a way to do it', () => {
  expect([...new Set(rows.map(verbOf))].sort()).toEqual([...verbs].sort())
  expect(Object.keys(ways).sort()).toEqual([...rows].sort())
})

/**
 * Every way into the product, tried by everybody in every situation: what the doors do is what the table says. Who may not
 * know of a community hears that there is none, whatever they try.
 */
describe.each(rows)('%s', (row) => {
  let people: People
  beforeAll(async () => {
    people = await signInSeats()
  })

  test.each(ways[row].map(({ channel, name, attempt }) => [channel, name, attempt] as const))(
    'by %s: %s',
    async (channel, _name, attempt) => {
      const said: string[] = []
      for (const situation of situations) {
        let scene: Scene | null = null
        let letters = ''
        for (const { letter, ...seat } of seats) {
          // A page, and who is refused, changes nothing: the next one finds the scene as it was. Who gets in to do something spoils it.
          scene ??= await makeScene(situation, people, row)
          const refusal = await refusalOf(attempt, scene, people.seated[letter])
          if (refusal && !may({ ...situation, ...seat, whoPosts: 'members' }, 'community.see')) expect(refusal).toMatch(/\.notFound$/)
          if (!refusal && channel !== 'page') scene = null
          letters += refusal ? '.' : letter
        }
        said.push(letters)
      }
      expect(said).toEqual(permissionTable[row])
    },
  )
})

/** Why it was refused; null where it was not. Past the door, it is no matter of permission that no media server runs here. */
async function refusalOf(attempt: Way['attempt'], scene: Scene, who: Seated): Promise<string | null> {
  try {
    return (await attempt(scene, who)) === false ? 'nothing happened' : null
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return error.code === 'livekit.unavailable' ? null : error.code
  }
}
