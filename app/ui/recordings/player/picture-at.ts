import type { PersonCard } from '#communities/people/contract.ts'
import type { RecordingTrackView, Stretch } from '#rooms/recordings/contract.ts'
import type { SpeakingStretch } from '#rooms/recordings/watching/contract.ts'
import { personOf } from './play-tracks.ts'

/** Somebody who was there at this point: their camera, or their face where it was off. */
export interface Tile {
  person: PersonCard
  /** Null: nothing to see of them now. */
  trackId: string | null
  speaking: boolean
}

/** What is to be seen at one point of a recording. */
export interface Picture {
  /** The tracks of screens that are shared, the newest first. */
  screens: { trackId: string; person: PersonCard }[]
  /** In the order in which people came, so that nobody changes places while they stay. */
  tiles: Tile[]
}

const covers = ({ startMs, endMs }: Stretch, ms: number) => ms >= startMs && ms < endMs

/** Who is there and what is seen of them, at one point of a recording that is watched by its tracks. */
export function pictureAt(
  {
    tracks,
    people,
    speakers,
  }: { tracks: readonly RecordingTrackView[]; people: readonly PersonCard[]; speakers: readonly SpeakingStretch[] },
  ms: number,
): Picture {
  const here = tracks.filter((track) => covers(track, ms))
  const faceOf = new Map(people.map((person) => [person.id, person]))
  const tiles = new Map<string, Tile>()
  for (const track of here) {
    if (track.kind !== 'camera' && track.kind !== 'microphone') continue
    const id = personOf(track)
    const person = faceOf.get(id) ?? { id, name: track.person.name, photoKey: track.person.photoKey }
    const tile = tiles.get(id) ?? { person, trackId: null, speaking: false }
    tiles.set(id, tile)
    if (track.kind === 'camera' && !track.mutes.some((mute) => covers(mute, ms))) tile.trackId = track.id
  }
  for (const stretch of speakers) {
    const tile = covers(stretch, ms) && tiles.get(stretch.personId)
    if (tile) tile.speaking = true
  }
  const order = new Map(people.map(({ id }, index) => [id, index]))
  return {
    screens: here
      .filter((track) => track.kind === 'screen' && !track.mutes.some((mute) => covers(mute, ms)))
      .sort((a, b) => b.startMs - a.startMs)
      .map((track) => ({ trackId: track.id, person: { id: personOf(track), name: track.person.name, photoKey: track.person.photoKey } })),
    tiles: [...tiles.values()].sort((a, b) => (order.get(a.person.id) ?? 0) - (order.get(b.person.id) ?? 0)),
  }
}
