import {
  ConnectionQuality,
  createLocalAudioTrack,
  createLocalVideoTrack,
  DisconnectReason,
  type LocalAudioTrack,
  type LocalTrack,
  type LocalVideoTrack,
  MediaDeviceFailure,
  type Participant as MediaParticipant,
  RemoteAudioTrack,
  RemoteVideoTrack,
  Room,
  RoomEvent,
  ScreenSharePresets,
  setLogLevel,
  Track,
  TrackEvent,
  VideoPresets,
} from 'livekit-client'
import type { CloseReason } from './call-state.ts'
import type { DeviceProblem, Participant, StandIn } from './call-view.ts'
import type { DeviceChoice } from './device-memory.ts'
import { createEarlyPictures } from './early-pictures.ts'
import type { OnStage } from './ghosts.ts'
import { keepComing } from './keep-coming.ts'
import { keepDevices } from './own-devices.ts'
import { photoKeyIn } from './photo-key-in.ts'
import { reconnectPolicy } from './reconnect-policy.ts'

// Of use to who enters only, as all of this is.
export { createGhostWatch } from './ghosts.ts'
export { receiveAsked } from './recording/recording-store.ts'

// This is the only file that imports livekit-client, and it is itself imported when somebody is about to enter a call.

// What goes wrong is told on screen.
setLogLevel('silent')

export interface OpenDevices {
  microphone: LocalAudioTrack | null
  camera: LocalVideoTrack | null
  problems: { microphone?: DeviceProblem; camera?: DeviceProblem }
}

function problemOf(error: unknown): DeviceProblem {
  switch (MediaDeviceFailure.getFailure(error)) {
    case MediaDeviceFailure.PermissionDenied:
      return 'denied'
    case MediaDeviceFailure.NotFound:
      return 'missing'
    default:
      // A page that is not secure has no devices at all.
      return navigator.mediaDevices ? 'busy' : 'missing'
  }
}

/** An id that is gone (another desk, another headset) falls back to whatever there is. */
const preferring = (deviceId: string | undefined) => (deviceId ? { deviceId: { ideal: deviceId } } : {})

/** Opens the wanted devices at once, each for itself: without a camera one still talks. Never rejects. */
export async function openDevices(choice: DeviceChoice): Promise<OpenDevices> {
  const problems: OpenDevices['problems'] = {}
  const [microphone, camera] = await Promise.all([
    choice.microphone
      ? createLocalAudioTrack(preferring(choice.microphoneId)).catch((error: unknown) => {
          problems.microphone = problemOf(error)
          return null
        })
      : null,
    choice.camera
      ? createLocalVideoTrack({ resolution: VideoPresets.h720.resolution, ...preferring(choice.cameraId) }).catch((error: unknown) => {
          problems.camera = problemOf(error)
          return null
        })
      : null,
  ])
  return { microphone, camera, problems }
}

export function stopDevices(devices: OpenDevices): void {
  devices.microphone?.stop()
  devices.camera?.stop()
}

/** How long all else of a call that stands waits, at most, for somebody else's picture. */
const FIRST_PICTURE_WITHIN_MS = 500

let isWarm = false

/**
 * Starts the browser's WebRTC, which takes its time once a page. Goes nowhere and asks for nothing: without a local
 * description, nothing is gathered.
 */
export async function warmUp(): Promise<void> {
  if (isWarm) return
  isWarm = true
  const connection = new RTCPeerConnection()
  connection.addTransceiver('video', { direction: 'recvonly' })
  await connection.createOffer()
  connection.close()
}

export interface MediaListener {
  changed: () => void
  wavering: () => void
  mended: () => void
  /** Once, when it is over for good; not after `close()`. */
  closed: (reason: CloseReason | 'self') => void
  problem: (device: 'microphone' | 'camera', problem: DeviceProblem) => void
  /** What is chosen now. */
  choice: () => DeviceChoice
  /** Another device does the work of the chosen one, which is gone; null: it does not any more. */
  standsIn: (device: StandIn['device'], standIn: StandIn | null) => void
  /** There is a microphone, or a camera, to be had again. */
  found: (device: 'microphone' | 'camera') => void
}

export type Media = ReturnType<typeof createMedia>

const closeReasons: Partial<Record<DisconnectReason, CloseReason | 'self'>> = {
  [DisconnectReason.CLIENT_INITIATED]: 'self',
  [DisconnectReason.DUPLICATE_IDENTITY]: 'duplicate',
  [DisconnectReason.PARTICIPANT_REMOVED]: 'removed',
  [DisconnectReason.ROOM_DELETED]: 'sessionEnded',
  [DisconnectReason.ROOM_CLOSED]: 'sessionEnded',
}

const qualities: Record<ConnectionQuality, Participant['connection']> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
}

const CHANGES = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
  RoomEvent.ParticipantPermissionsChanged,
] as const

const showsPicture = () =>
  [...document.querySelectorAll<HTMLVideoElement>('[data-participant] video, [data-screen] video')].some(
    ({ readyState }) => readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
  )

/** One connection to a session's media, from connecting to its end. */
export function createMedia(choice: DeviceChoice, listener: MediaListener) {
  const room = new Room({
    adaptiveStream: true,
    dynacast: true,
    // VP8 and Opus are what every browser sends and what a recording can take over untouched.
    publishDefaults: {
      videoCodec: 'vp8',
      simulcast: true,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
    },
    audioCaptureDefaults: preferring(choice.microphoneId),
    videoCaptureDefaults: { resolution: VideoPresets.h720.resolution, ...preferring(choice.cameraId) },
    ...(choice.speakerId ? { audioOutput: { deviceId: choice.speakerId } } : {}),
    reconnectPolicy,
  })
  let known = new Map<string, Participant>()
  /** Connections of people who are gone, though livekit-client has not heard of it. */
  let ghosts: ReadonlySet<string> = new Set()
  let told = false
  let closing = false
  let pending: OpenDevices | null = null
  /** One's own microphone is still being opened: until then it is shown as it will be, and not as muted. */
  let opening = choice.microphone
  /** Being turned on or off by the person. */
  const switching = new Set<'microphone' | 'camera'>()

  // Many events come together: one look for all of them.
  const changed = () => {
    if (told) return
    told = true
    queueMicrotask(() => {
      told = false
      if (!closing) listener.changed()
    })
  }
  const early = createEarlyPictures(room, changed)
  const ownDevices = keepDevices(room, listener)
  for (const event of CHANGES) room.on(event, changed)
  room
    .on(RoomEvent.SignalConnected, changed)
    .on(RoomEvent.SignalReconnecting, () => listener.wavering())
    .on(RoomEvent.Reconnecting, () => listener.wavering())
    .on(RoomEvent.Reconnected, () => listener.mended())
    .on(RoomEvent.Disconnected, (reason) => {
      if (!closing) listener.closed((reason !== undefined && closeReasons[reason]) || 'lost')
    })
    // Not by anybody's click: it was unplugged, or the site may not use it any more.
    .on(RoomEvent.TrackMuted, ({ source }, participant) => {
      const device = source === Track.Source.Microphone ? 'microphone' : source === Track.Source.Camera ? 'camera' : null
      if (device && participant === room.localParticipant && !switching.has(device)) void lost(device)
    })
    .on(RoomEvent.MediaDevicesError, (error, kind) => {
      if (kind === 'audioinput' || kind === 'videoinput') {
        listener.problem(kind === 'audioinput' ? 'microphone' : 'camera', problemOf(error))
      }
    })
    // Sound is played outside of React: no page change and no layout interrupts it.
    .on(RoomEvent.TrackSubscribed, (track) => {
      if (track instanceof RemoteAudioTrack) track.attach()
      if (track instanceof RemoteVideoTrack && !early.takeOver(track)) {
        keepComing(track, room.remoteParticipants.size, (shown) => track.once(TrackEvent.ElementAttached, shown))
      }
    })
    .on(RoomEvent.TrackUnsubscribed, (track) => {
      if (track instanceof RemoteAudioTrack) for (const element of track.detach()) element.remove()
    })

  const pictureOf = (participant: MediaParticipant, source: Track.Source) => {
    const publication = participant.getTrackPublication(source)
    if (!publication || publication.isMuted) return null
    return publication.videoTrack ?? early.find(publication.trackSid)
  }

  const look = (participant: MediaParticipant): Participant => {
    const isLocal = participant === room.localParticipant
    const now: Participant = {
      identity: participant.identity,
      name: participant.name || participant.identity,
      photoKey: photoKeyIn(participant.metadata),
      isLocal,
      isThere: true,
      isSpeaking: participant.isSpeaking,
      microphoneOn: participant.isMicrophoneEnabled || (isLocal && opening),
      listens: participant.permissions?.canPublish === false,
      camera: pictureOf(participant, Track.Source.Camera) ?? (isLocal ? (pending?.camera ?? null) : null),
      screen: pictureOf(participant, Track.Source.ScreenShare),
      connection: qualities[participant.connectionQuality],
      lastSpokeAt: participant.lastSpokeAt?.getTime() ?? 0,
    }
    const before = known.get(participant.identity)
    return before && (Object.keys(now) as (keyof Participant)[]).every((key) => before[key] === now[key]) ? before : now
  }

  const lost = async (device: 'microphone' | 'camera') => {
    const permission = await navigator.permissions?.query({ name: device as PermissionName }).catch(() => null)
    listener.problem(device, permission?.state === 'denied' ? 'denied' : 'missing')
  }

  const publish = async (track: LocalTrack | null) => {
    if (!track) return
    try {
      await room.localParticipant.publishTrack(track)
    } catch {
      track.stop()
      await room.localParticipant.unpublishTrack(track)
    }
  }

  const turn = async (device: 'microphone' | 'camera', change: () => Promise<unknown>) => {
    switching.add(device)
    try {
      await change()
    } finally {
      switching.delete(device)
    }
  }

  return {
    /** @param url LiveKit's signalling on this site; behind a proxy the server may not know that the page itself came by https */
    connect(url: string, token: string): Promise<void> {
      const address = new URL(url, location.href)
      address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
      return room.connect(address.href, token)
    },

    /** Whether somebody's picture has come, be it before the connection stands. */
    hasPicture: () => early.hasAny(),

    /** Waits until the first picture of somebody else shows; not where nobody has one, and not for long. */
    async firstPicture(): Promise<void> {
      const others = [...room.remoteParticipants.values()]
      if (!others.some((participant) => participant.isCameraEnabled || participant.isScreenShareEnabled)) return
      if (showsPicture()) return
      const waiting = AbortSignal.timeout(FIRST_PICTURE_WITHIN_MS)
      await new Promise((resolve) => {
        // Events of media do not bubble, but they can be caught on their way down.
        document.addEventListener('loadeddata', resolve, { capture: true, once: true, signal: waiting })
        waiting.addEventListener('abort', resolve, { once: true })
      })
    },

    /** Publishes one's own devices, each for itself; one that cannot be (the connection was made anew just then) is let go. Never rejects. */
    async publish(devices: OpenDevices): Promise<void> {
      pending = devices
      changed()
      await Promise.all([publish(devices.microphone), publish(devices.camera)])
      pending = null
      changed()
    },

    /** From now on, one's own devices are shown as they are. */
    devicesOpened(): void {
      opening = false
      changed()
    },

    /** Oneself first, then by when they came; nobody before LiveKit has answered. The same array for as long as nobody changed. */
    participants(): Participant[] {
      if (!room.localParticipant.identity) return []
      const there = [...room.remoteParticipants.values()].filter(({ sid }) => !ghosts.has(sid))
      const others = there.sort((a, b) => (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0))
      const all = [room.localParticipant, ...others].map(look)
      known = new Map(all.map((participant) => [participant.identity, participant]))
      return all
    },

    /** The others, as livekit-client knows them; among them may be ghosts. */
    others: (): OnStage[] =>
      [...room.remoteParticipants.values()].map(({ identity, sid, trackPublications }) => ({
        identity,
        sid,
        sends: [...trackPublications.values()].some(({ track }) => (track?.currentBitrate ?? 0) > 0),
      })),

    hideGhosts(sids: ReadonlySet<string>): void {
      ghosts = sids
      changed()
    },

    /** What the server says, at any moment: a recording that one has not said yes to takes it away. */
    mayPublish: () => room.localParticipant.permissions?.canPublish !== false,
    isSoundBlocked: () => !room.canPlaybackAudio,
    playSound: () => room.startAudio(),
    isSharing: () => room.localParticipant.isScreenShareEnabled,
    isMicrophoneOn: () => room.localParticipant.isMicrophoneEnabled,
    isCameraOn: () => room.localParticipant.isCameraEnabled,

    setMicrophone: (on: boolean) => turn('microphone', () => room.localParticipant.setMicrophoneEnabled(on)),
    setCamera: (on: boolean) => turn('camera', () => room.localParticipant.setCameraEnabled(on)),
    setScreen: (on: boolean) =>
      room.localParticipant.setScreenShareEnabled(on, {
        audio: true,
        contentHint: 'detail',
        selfBrowserSurface: 'include',
        surfaceSwitching: 'include',
        systemAudio: 'include',
      }),

    /** @returns false where the browser could not switch */
    switchDevice: ownDevices.choose,

    /** Ends it and lets go of camera and microphone. */
    async close(): Promise<void> {
      closing = true
      for (const participant of room.remoteParticipants.values()) {
        for (const { track } of participant.audioTrackPublications.values()) for (const element of track?.detach() ?? []) element.remove()
      }
      await room.disconnect()
    },
  }
}

/** Whether an error of the devices says that the person changed their mind. */
export const isCancelled = (error: unknown): boolean => problemOf(error) === 'denied'
export { problemOf }
