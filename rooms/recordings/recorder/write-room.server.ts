import { type ParticipantInfo, ParticipantInfo_State, type SpeakerInfo, TrackType, VideoQuality } from '@livekit/protocol'
import { log } from '#platform/log.server.ts'
import { findWanted, isPerson, type WantedTrack } from './find-wanted.server.ts'
import type { MediaFile } from './media-file.server.ts'
import type { OfferedStream } from './munge-offer.server.ts'
import { type Receiver, receiveTrack } from './receive-track.server.ts'
import { isRtcp, readRtp } from './rtp.server.ts'
import type { ServerMessage, Signalling } from './signalling.server.ts'
import type { StretchFolder } from './stretch-folder.server.ts'
import { openSubscriber, type Subscriber } from './subscriber.server.ts'

const TICK_EVERY_MS = 50
const FLUSH_EVERY_MS = 1_000
/** Up to so many cameras are taken at 720p, more at 360p: the film shows no more of them large. */
const LARGE_PICTURES = 4

/**
 * Writes what comes of a room: of those who may be recorded, and nothing else. Knows neither the database nor why it runs.
 */
export function writeRoom(signalling: Signalling, folder: StretchFolder, nowMs: () => number) {
  const people = new Map<string, ParticipantInfo>()
  const receivers = new Map<string, { stream: OfferedStream; receiver: Receiver }>()
  const fileNames = new Map<MediaFile, string>()
  const qualities = new Map<string, VideoQuality>()
  const speaking = new Set<string>()
  let wanted = new Map<string, WantedTrack>()
  let told = new Map<string, string>()
  let allowed: ReadonlySet<string> = new Set()
  let emptySinceMs: number | null = 0
  let syncing = false
  let ended: Promise<{ durationMs: number; emptySinceMs: number | null }> | null = null
  let breakBy: (why: 'livekit' | 'disk') => void = () => {}
  const broken = new Promise<'livekit' | 'disk'>((resolve) => {
    breakBy = resolve
  })

  const at = () => Math.round(nowMs())
  /** What arrives may be broken: it is passed over. A file that cannot be written is the end. */
  const guarded = (work: () => void) => {
    if (ended) return
    try {
      work()
    } catch (error) {
      const system = error instanceof Error && 'syscall' in error
      log[system ? 'error' : 'warn']({ error }, system ? 'a recording cannot be written' : 'something in a recording was passed over')
      if (system) breakBy('disk')
    }
  }

  const receive = (stream: OfferedStream, bytes: Buffer) => {
    const track = wanted.get(stream.trackSid)
    if (!track) return
    const packet = isRtcp(bytes) ? null : readRtp(bytes)
    const known = receivers.get(stream.trackSid)
    if (known && known.stream.ssrc === stream.ssrc) {
      if (packet) known.receiver.take(packet)
      else if (isRtcp(bytes)) known.receiver.takeReport(bytes)
      return
    }
    const codec = packet && stream.codecs.get(packet.payloadType)
    if (!packet || !codec) return
    known?.receiver.close()
    const receiver = receiveTrack({
      codec,
      nowMs,
      send: (report) => subscriber.report(stream, report),
      begin: ({ ptsMs, ...description }) => {
        const { name: file, file: media } = folder.createFile(codec, description)
        const { width, height } = description
        const { who, name, kind, info } = wanted.get(stream.trackSid) ?? track
        fileNames.set(media, file)
        folder.write({ t: at(), e: 'track', file, who, name, kind, codec, ptsMs, width, height, muted: info.muted })
        return media
      },
      onClock: (media, wallMs, elapsedMs) => {
        folder.write({ t: at(), e: 'clock', file: fileNames.get(media) ?? '', wallMs, elapsedMs })
      },
      onEnd: (media, lostPackets) => {
        const file = fileNames.get(media) ?? ''
        folder.write({ t: at(), e: 'end', file, frames: media.frames(), bytes: media.bytes(), lostPackets, lastMs: media.lastMs() })
        fileNames.delete(media)
      },
    })
    receivers.set(stream.trackSid, { stream, receiver })
    receiver.take(packet)
  }

  const subscriber: Subscriber = openSubscriber({
    iceServers: signalling.join.iceServers,
    onAnswer: signalling.answer,
    onCandidate: signalling.trickle,
    onPacket: (stream, bytes) => guarded(() => receive(stream, bytes)),
    onLost: () => breakBy('livekit'),
  })

  /** Asks for what may be recorded and nothing else, and says in the log who that is. */
  const reconcile = () => {
    const next = findWanted(people.values(), allowed)
    const gone = [...wanted.keys()].filter((sid) => !next.has(sid))
    const came = [...next.keys()].filter((sid) => !wanted.has(sid))
    for (const sid of gone) {
      receivers.get(sid)?.receiver.close()
      receivers.delete(sid)
      qualities.delete(sid)
    }
    for (const [sid, { info }] of next) {
      const file = receivers.get(sid)?.receiver.file()
      const before = wanted.get(sid)
      if (!before || !file || before.info.muted === info.muted) continue
      folder.write({ t: at(), e: info.muted ? 'mute' : 'unmute', file: fileNames.get(file) ?? '' })
      if (!info.muted) receivers.get(sid)?.receiver.askForKey()
    }
    wanted = next
    if (gone.length > 0) signalling.subscribe(gone, false)
    if (came.length > 0) signalling.subscribe(came, true)
    chooseQualities()
    tellWhoIsIn()
  }
  const chooseQualities = () => {
    const cameras = [...wanted.values()].filter(({ kind }) => kind === 'camera').length
    for (const [sid, { info, kind }] of wanted) {
      if (info.type !== TrackType.VIDEO) continue
      const quality = kind === 'camera' && cameras > LARGE_PICTURES ? VideoQuality.MEDIUM : VideoQuality.HIGH
      if (qualities.get(sid) === quality) continue
      qualities.set(sid, quality)
      signalling.chooseQuality([sid], quality)
    }
  }
  const tellWhoIsIn = () => {
    const present = [...people.values()].filter(isPerson)
    emptySinceMs = present.length > 0 ? null : (emptySinceMs ?? at())
    const now = new Map(present.filter(({ identity }) => allowed.has(identity)).map(({ identity, name }) => [identity, name]))
    for (const who of told.keys()) {
      if (now.has(who)) continue
      if (speaking.delete(who)) folder.write({ t: at(), e: 'quiet', who })
      folder.write({ t: at(), e: 'leave', who })
    }
    for (const [who, name] of now) if (!told.has(who)) folder.write({ t: at(), e: 'join', who, name })
    told = now
  }
  const hear = (speakers: readonly SpeakerInfo[]) => {
    for (const { sid, active } of speakers) {
      const who = people.get(sid)?.identity
      if (!who || !told.has(who) || speaking.has(who) === active) continue
      if (active) speaking.add(who)
      else speaking.delete(who)
      folder.write({ t: at(), e: active ? 'speak' : 'quiet', who })
    }
  }
  const meet = (participants: readonly ParticipantInfo[]) => {
    for (const participant of participants) {
      if (participant.state === ParticipantInfo_State.DISCONNECTED) people.delete(participant.sid)
      else people.set(participant.sid, participant)
    }
    reconcile()
  }

  const take = (message: ServerMessage) =>
    guarded(() => {
      if (message.case === 'offer') subscriber.takeOffer(message.value.sdp, message.value.id)
      else if (message.case === 'trickle') subscriber.addCandidate(message.value.candidateInit)
      else if (message.case === 'update') meet(message.value.participants)
      else if (message.case === 'speakersChanged') hear(message.value.speakers)
      else if (message.case === 'leave') breakBy('livekit')
    })

  const forEachReceiver = (work: (receiver: Receiver) => void) => {
    guarded(() => {
      for (const { receiver } of receivers.values()) work(receiver)
    })
  }
  const ticking = setInterval(() => forEachReceiver((receiver) => receiver.tick()), TICK_EVERY_MS)
  const flushing = setInterval(() => {
    forEachReceiver((receiver) => receiver.report())
    void sync()
  }, FLUSH_EVERY_MS)
  /** One after the other, so that a slow disk is not asked by all at once. */
  const sync = async () => {
    if (syncing || ended) return
    syncing = true
    try {
      for (const { receiver } of [...receivers.values()]) await receiver.sync()
      await folder.sync()
    } catch (error) {
      log.error({ error }, 'a recording cannot be brought to the disk')
      breakBy('disk')
    } finally {
      syncing = false
    }
  }

  /** What fails is a full disk, most likely: what is on it can be read all the same, and the rest is closed. */
  const ending = async (work: () => void | Promise<void>) => {
    try {
      await work()
    } catch (error) {
      log.error({ error }, 'the end of a recording could not be written')
    }
  }
  const close = async (why: string) => {
    clearInterval(ticking)
    clearInterval(flushing)
    subscriber.close()
    signalling.leave()
    const durationMs = at()
    for (const { receiver } of receivers.values()) await ending(() => receiver.close())
    await ending(() => folder.write({ t: durationMs, e: 'stop', why }))
    await ending(() => folder.close())
    return { durationMs, emptySinceMs }
  }

  meet(signalling.join.otherParticipants)
  return {
    broken,
    take,
    lose: () => breakBy('livekit'),
    allow(memberIds: ReadonlySet<string>) {
      allowed = memberIds
      guarded(reconcile)
    },
    end(why: string) {
      ended ??= close(why)
      return ended
    },
  }
}
