import { type ParticipantInfo, type TrackInfo, TrackSource } from '@livekit/protocol'
import { readParticipant } from '#rooms/livekit/read-participant.server.ts'
import type { StretchEvent } from '../stretch-log.server.ts'

type Kind = Extract<StretchEvent, { e: 'track' }>['kind']

export interface WantedTrack {
  who: string
  name: string
  kind: Kind
  info: TrackInfo
}

/** Whether it is somebody: no recorder, no agent. */
export function isPerson(participant: ParticipantInfo): boolean {
  return readParticipant(participant) !== null
}

const KINDS = new Map<TrackSource, Kind>([
  [TrackSource.CAMERA, 'camera'],
  [TrackSource.MICROPHONE, 'microphone'],
  [TrackSource.SCREEN_SHARE, 'screen'],
  [TrackSource.SCREEN_SHARE_AUDIO, 'screenAudio'],
])

/** Everything that is sent by those who may be recorded. */
export function findWanted(people: Iterable<ParticipantInfo>, allowed: ReadonlySet<string>): Map<string, WantedTrack> {
  const wanted = new Map<string, WantedTrack>()
  for (const person of people) {
    if (!allowed.has(person.identity) || !isPerson(person)) continue
    for (const info of person.tracks) {
      const kind = KINDS.get(info.source)
      if (kind) wanted.set(info.sid, { who: person.identity, name: person.name, kind, info })
    }
  }
  return wanted
}
