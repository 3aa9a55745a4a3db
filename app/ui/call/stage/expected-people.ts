import type { RosterPerson } from '#rooms/presence/contract.ts'
import type { Participant } from '../call-view.ts'

interface Face {
  id: string
  name: string
  photoKey: string | null
}

const expected = ({ id, name, photoKey }: Face, isLocal: boolean): Participant => ({
  identity: id,
  name,
  photoKey,
  isLocal,
  isThere: false,
  isSpeaking: false,
  microphoneOn: true,
  camera: null,
  screen: null,
  listens: false,
  connection: 'unknown',
  lastSpokeAt: 0,
})

/**
 * Whom one is about to see, while the call is being connected: oneself, and who is in the room, in the order in which the call will have
 * them. Their tiles are there, with their faces, before their pictures.
 */
export function expectedPeople(me: Face, inRoom: readonly RosterPerson[]): Participant[] {
  return [expected(me, true), ...inRoom.filter(({ id }) => id !== me.id).map((person) => expected(person, false))]
}
