import { ConnectionState, type RemoteVideoTrack, type Room } from 'livekit-client'
import type { Picture } from './call-view.ts'

export interface EarlyPictures {
  /** The picture of a publication that livekit-client does not give out yet, by the id of its track. */
  find(trackSid: string): Picture | null
  hasAny(): boolean
  /**
   * The track itself has come: it takes over whatever shows its picture, without a flicker.
   *
   * @returns whether anything did
   */
  takeOver(track: RemoteVideoTrack): boolean
}

/**
 * Pictures of a call that is being connected. livekit-client holds tracks back until it calls itself connected, which it looks
 * for every 50 ms; their first frames are decoded before that. Shown from when WebRTC tells of them, they are seen that much sooner.
 * Where a browser does not tell whose a track is, or nothing comes of the call, nothing is lost: there is just no early picture.
 *
 * @param came called when there is a new one
 */
export function createEarlyPictures(room: Room, came: () => void): EarlyPictures {
  const pictures = new Map<string, EarlyPicture>()
  room.engine.on('mediaTrackAdded', (track, stream) => {
    if (room.state !== ConnectionState.Connecting || track.kind !== 'video') return
    const trackSid = stream.id.split('|')[1]
    if (!trackSid) return
    pictures.set(trackSid, createPicture(track))
    came()
  })
  return {
    find: (trackSid) => pictures.get(trackSid) ?? null,
    hasAny: () => pictures.size > 0,
    takeOver(track) {
      const early = track.sid ? pictures.get(track.sid) : undefined
      if (!track.sid || !early) return false
      pictures.delete(track.sid)
      return early.handOver(track)
    },
  }
}

interface EarlyPicture extends Picture {
  handOver(to: Picture): boolean
}

function createPicture(track: MediaStreamTrack): EarlyPicture {
  const shownIn = new Set<HTMLMediaElement>()
  let isOver = false
  return {
    attach(element) {
      shownIn.add(element)
      element.srcObject = new MediaStream([track])
    },
    // What was handed over is the other's: it is there already, and letting go of it would show nothing for a moment.
    detach(element) {
      if (shownIn.delete(element) && !isOver) element.srcObject = null
    },
    handOver(to) {
      isOver = true
      for (const element of shownIn) to.attach(element)
      return shownIn.size > 0
    },
  }
}
