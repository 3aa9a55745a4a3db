import type { JoinResponse } from '@livekit/protocol'
import datachannel, { type PeerConnection, type Track } from 'node-datachannel'
import { z } from 'zod'
import { mungeOffer, type OfferedStream } from './munge-offer.server.ts'
import { isRtcp } from './rtp.server.ts'

interface SubscriberOptions {
  iceServers: JoinResponse['iceServers']
  onAnswer(sdp: string, offerId: number): void
  onCandidate(candidate: string, mid: string): void
  /** A packet of media, or a report about it, as it came. */
  onPacket(stream: OfferedStream, bytes: Buffer): void
  onLost(): void
}

/** The connection by which LiveKit sends us media. */
export interface Subscriber {
  takeOffer(sdp: string, offerId: number): void
  /** As LiveKit sends it: JSON of an RTCIceCandidateInit. */
  addCandidate(candidateInit: string): void
  /** Sends a report to the sender of a stream. */
  report(stream: OfferedStream, bytes: Buffer): void
  close(): void
}

const candidateSchema = z.object({ candidate: z.string(), sdpMid: z.string().nullish() })

/** Without a media handler of the library's, packets come as they are, and reports are ours to send. */
export function openSubscriber({ iceServers, onAnswer, onCandidate, onPacket, onLost }: SubscriberOptions): Subscriber {
  const connection: PeerConnection = new datachannel.PeerConnection('recorder', {
    iceServers: iceServers.flatMap(readIceServers),
    // Else what is added to a connection that began without media never comes.
    forceMediaTransport: true,
  })
  const tracks = new Map<string, Track>()
  const channels: unknown[] = []
  let streams = new Map<number, OfferedStream>()
  let offerId = 0
  let offered = false
  const early: { candidate: string; mid: string }[] = []
  let closed = false

  const take = (bytes: Buffer) => {
    if (closed || bytes.length < 12) return
    if (!isRtcp(bytes)) {
      const stream = streams.get(bytes.readUInt32BE(8))
      if (stream) onPacket(stream, bytes)
      return
    }
    const stream = streams.get(bytes.readUInt32BE(4))
    if (stream) onPacket(stream, bytes)
  }
  connection.onLocalDescription((sdp, type) => {
    if (type === 'answer') onAnswer(sdp, offerId)
  })
  // With it, LiveKit's side would restart the connection without end.
  connection.onLocalCandidate((candidate, mid) => onCandidate(candidate.replace(/^a=/, ''), mid))
  connection.onStateChange((state) => {
    if (!closed && (state === 'failed' || state === 'closed')) onLost()
  })
  connection.onDataChannel((channel) => channels.push(channel))
  connection.onTrack((track) => {
    tracks.set(track.mid(), track)
    track.onMessage(take)
  })

  return {
    takeOffer(sdp, id) {
      const munged = mungeOffer(sdp)
      streams = new Map(munged.streams.map((stream) => [stream.ssrc, stream]))
      offerId = id
      connection.setRemoteDescription(munged.sdp, 'offer')
      offered = true
      for (const { candidate, mid } of early.splice(0)) connection.addRemoteCandidate(candidate, mid)
    },
    addCandidate(candidateInit) {
      const { candidate, sdpMid } = candidateSchema.parse(JSON.parse(candidateInit))
      if (offered) connection.addRemoteCandidate(candidate, sdpMid ?? '0')
      else early.push({ candidate, mid: sdpMid ?? '0' })
    },
    report(stream, bytes) {
      const track = tracks.get(stream.mid)
      if (track?.isOpen()) track.sendMessageBinary(bytes)
    },
    close() {
      if (closed) return
      closed = true
      connection.close()
    },
  }
}

/** As the library writes them: `turn:user:password@host:port`. */
function readIceServers({ urls, username, credential }: JoinResponse['iceServers'][number]): string[] {
  return urls.map((url) => {
    const [scheme = '', place = ''] = url.split(/:(.*)/s)
    return username ? `${scheme}:${encodeURIComponent(username)}:${encodeURIComponent(credential)}@${place}` : url
  })
}

/** Ends the library's threads; a process that does not cannot end by itself. */
export function endMediaLibrary(): void {
  datachannel.cleanup()
}
