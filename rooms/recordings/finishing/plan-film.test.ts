import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FILM_HEIGHT, FILM_WIDTH, placeTiles } from './place-tiles.server.ts'
import { type FilmTrack, FRAME_MS, planFilm, type Speech } from './plan-film.server.ts'

const PEOPLE = ['ana', 'ben', 'chloé', 'dan', 'emma', 'fay', 'guy', 'hal', 'ida', 'jo', 'kim', 'léo']
const person = fc.constantFrom(...PEOPLE)
const span = fc
  .tuple(fc.nat(300_000), fc.integer({ min: 1, max: 200_000 }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }))
const tracks = fc
  .array(fc.record({ person, span, kind: fc.constantFrom('camera', 'microphone', 'screen'), muted: fc.option(span) }), {
    minLength: 1,
    maxLength: 24,
  })
  .map((all) =>
    all.map(({ person, span, kind, muted }, id): FilmTrack => ({ id: String(id), person, kind, ...span, mutes: muted ? [muted] : [] })),
  )
const speech = fc.array(
  fc.record({ person, span }).map(({ person, span }): Speech => ({ person, ...span })),
  { maxLength: 30 },
)

test('segments lie end to end, begin with a frame, are short enough to be made again, and no scene jumps', () => {
  fc.assert(
    fc.property(tracks, speech, (tracks, speech) => {
      const durationMs = Math.max(...tracks.map(({ endMs }) => endMs))
      const segments = planFilm(tracks, speech, durationMs)
      expect(segments[0]?.startMs).toBe(0)
      let atMs = 0
      let sceneBegan = 0
      for (const [position, { startMs, endMs, scene }] of segments.entries()) {
        expect(startMs).toBe(atMs)
        expect(endMs % FRAME_MS).toBe(0)
        expect(endMs - startMs).toBeGreaterThan(0)
        expect(endMs - startMs).toBeLessThanOrEqual(60_000)
        const before = segments[position - 1]
        if (before && before.scene !== scene) {
          expect(scene).not.toEqual(before.scene)
          expect(startMs - sceneBegan).toBeGreaterThanOrEqual(3_000)
          sceneBegan = startMs
        }
        atMs = endMs
      }
      expect(atMs - durationMs).toBeGreaterThanOrEqual(0)
      expect(atMs - durationMs).toBeLessThan(FRAME_MS)
    }),
  )
})

test('who is shown is there when the scene begins, nobody twice, and nobody is lost', () => {
  fc.assert(
    fc.property(tracks, speech, (tracks, speech) => {
      const durationMs = Math.max(...tracks.map(({ endMs }) => endMs))
      let last: object | null = null
      for (const { startMs, scene } of planFilm(tracks, speech, durationMs)) {
        if (scene === last) continue
        last = scene
        const there = new Set(
          tracks.filter((track) => track.startMs <= startMs && startMs < track.endMs + 2_000).map((track) => track.person),
        )
        expect(new Set(scene.people).size).toBe(scene.people.length)
        for (const one of scene.people) expect(there).toContain(one)
        const here = new Set(tracks.filter((track) => track.startMs <= startMs && startMs < track.endMs).map((track) => track.person))
        expect(scene.people.length + scene.more).toBeGreaterThanOrEqual(here.size)
        if (scene.large !== null) expect(scene.people).toContain(scene.large)
        if (scene.screen !== null) expect(tracks.find(({ id }) => id === scene.screen)?.kind).toBe('screen')
      }
    }),
  )
})

test('tiles are inside the picture, at even pixels, apart from each other, one for each who is shown', () => {
  const scenes = fc.record({
    screen: fc.constantFrom(null, '1'),
    people: fc.subarray(PEOPLE.slice(0, 6)),
    more: fc.constantFrom(0, 7),
    first: fc.boolean(),
  })
  fc.assert(
    fc.property(scenes, ({ screen, people, more, first }) => {
      const large = screen === null && first ? (people[0] ?? null) : null
      const beside = people.filter((one) => one !== large).slice(0, more > 0 ? 4 : 5)
      const scene = { screen, large, people: [...(large ? [large] : []), ...beside], more }
      const tiles = placeTiles(scene)
      expect(tiles).toHaveLength(scene.people.length + (screen ? 1 : 0) + (more > 0 ? 1 : 0))
      for (const [position, { picture, label }] of tiles.entries()) {
        for (const value of Object.values(picture)) expect(value % 2).toBe(0)
        for (const { x, y, width, height } of [picture, label]) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
          expect(x + width).toBeLessThanOrEqual(FILM_WIDTH)
          expect(y + height).toBeLessThanOrEqual(FILM_HEIGHT)
        }
        for (const other of tiles.slice(position + 1)) {
          const apart =
            picture.x + picture.width <= other.picture.x ||
            other.picture.x + other.picture.width <= picture.x ||
            label.y + label.height <= other.picture.y ||
            other.label.y + other.label.height <= picture.y
          expect(apart).toBe(true)
        }
      }
    }),
  )
})

test('who speaks becomes large only where three are there, and stays so while they go on', () => {
  const there = (person: string): FilmTrack => ({ id: person, person, kind: 'camera', startMs: 0, endMs: 60_000, mutes: [] })
  const talks = [
    { person: 'ben', startMs: 10_000, endMs: 20_000 },
    // A word in between changes nothing.
    { person: 'ana', startMs: 14_000, endMs: 14_400 },
    { person: 'chloé', startMs: 18_000, endMs: 40_000 },
  ]
  const shown = (people: string[]) => planFilm(people.map(there), talks, 60_000).map(({ startMs, scene }) => [startMs, scene.large])
  expect(shown(['ana', 'ben'])).toEqual([[0, null]])
  expect(shown(['ana', 'ben', 'chloé'])).toEqual([
    [0, null],
    [11_000, 'ben'],
    [20_000, 'chloé'],
  ])
})
