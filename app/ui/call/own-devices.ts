import { type LocalTrack, type Room, RoomEvent, Track, TrackEvent } from 'livekit-client'
import type { StandIn } from './call-view.ts'
import type { DeviceChoice } from './device-memory.ts'

const SOURCES = { audioinput: Track.Source.Microphone, videoinput: Track.Source.Camera } as const
const CHOSEN = { audioinput: 'microphoneId', videoinput: 'cameraId', audiooutput: 'speakerId' } as const
const NAMES = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const
type Kind = keyof typeof CHOSEN

interface OwnDevicesListener {
  /** What is chosen now. */
  choice: () => DeviceChoice
  /** The chosen device is gone, and another one does its work; null: it is back, or another was chosen. */
  standsIn: (device: StandIn['device'], standIn: StandIn | null) => void
  /** A microphone or a camera that was lost can be had again. */
  found: (device: 'microphone' | 'camera') => void
}

/**
 * Keeps one's microphone, camera and speaker going while devices come and go: a chosen one is preferred, never insisted on. What is left
 * takes over where it is unplugged, and it comes back once it is plugged in again. livekit-client alone would insist on what was
 * switched to (`exact`), and find no other.
 */
export function keepDevices(room: Room, { choice, standsIn, found }: OwnDevicesListener) {
  const standingIn = new Set<Kind>()
  let present: MediaDeviceInfo[] = []

  const trackOf = (kind: Kind): LocalTrack | undefined =>
    kind === 'audiooutput' ? undefined : room.localParticipant.getTrackPublication(SOURCES[kind])?.track

  /** From now on the device is preferred: another try takes what there is. */
  function loosen(): void {
    const { audioCaptureDefaults, videoCaptureDefaults } = room.options
    const asked = [trackOf('audioinput')?.constraints, trackOf('videoinput')?.constraints, audioCaptureDefaults, videoCaptureDefaults]
    for (const constraints of asked) {
      const wanted = constraints?.deviceId
      if (constraints && typeof wanted === 'object' && !Array.isArray(wanted) && wanted.exact)
        constraints.deviceId = { ideal: wanted.exact }
    }
  }

  const inUse = (kind: Kind): string | undefined => trackOf(kind)?.mediaStreamTrack.getSettings().deviceId ?? room.getActiveDevice(kind)

  /** Whether this is the device that does the work now. */
  async function switchTo(kind: MediaDeviceKind, deviceId: string): Promise<boolean> {
    try {
      return await room.switchActiveDevice(kind, deviceId, false)
    } finally {
      loosen()
    }
  }

  async function look(): Promise<void> {
    const before = present
    present = await navigator.mediaDevices.enumerateDevices()
    loosen()
    for (const kind of Object.keys(CHOSEN) as Kind[]) await lookAt(kind, before)
  }

  async function lookAt(kind: Kind, before: MediaDeviceInfo[]): Promise<void> {
    const ofKind = present.filter((device) => device.kind === kind)
    const chosenId = choice()[CHOSEN[kind]]
    const isThere = ofKind.some(({ deviceId }) => deviceId === chosenId)
    const wasThere = before.some((device) => device.kind === kind && device.deviceId === chosenId)
    if (kind !== 'audiooutput' && ofKind.length > 0) found(NAMES[kind] as 'microphone' | 'camera')
    // Nothing has come or gone yet.
    if (!chosenId || before.length === 0) return
    if (isThere) {
      if (inUse(kind) !== chosenId && (kind === 'audiooutput' || trackOf(kind))) await switchTo(kind, chosenId).catch(() => false)
      if (standingIn.delete(kind)) standsIn(NAMES[kind], null)
    } else if (wasThere && ofKind.length > 0) {
      standingIn.add(kind)
      const used = ofKind.find(({ deviceId }) => deviceId === inUse(kind)) ?? ofKind[0]
      const gone = before.find((device) => device.kind === kind && device.deviceId === chosenId)
      standsIn(NAMES[kind], { device: NAMES[kind], gone: gone?.label ?? '', used: used?.label ?? '' })
    }
  }

  let looking: Promise<void> = Promise.resolve()
  const lookAgain = () => {
    looking = looking.then(look).catch(() => {})
  }
  room
    .on(RoomEvent.Connected, lookAgain)
    .on(RoomEvent.MediaDevicesChanged, lookAgain)
    .on(RoomEvent.ActiveDeviceChanged, loosen)
    .on(RoomEvent.LocalTrackPublished, ({ track }) => {
      track?.on(TrackEvent.Restarted, loosen)
      loosen()
    })

  return {
    /** @returns false where another device was taken, since this one could not be opened */
    choose(kind: MediaDeviceKind, deviceId: string): Promise<boolean> {
      standingIn.delete(kind)
      standsIn(NAMES[kind], null)
      return switchTo(kind, deviceId)
    },
  }
}
