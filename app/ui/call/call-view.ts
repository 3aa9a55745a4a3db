import type { CallState } from './call-state.ts'
import { idle } from './call-state.ts'
import type { DeviceChoice } from './device-memory.ts'

/** A moving picture that can be shown in a `<video>`. */
export interface Picture {
  attach(element: HTMLMediaElement): unknown
  detach(element: HTMLMediaElement): unknown
}

/** Somebody in the call, as the screen needs them. The object stays the same for as long as nothing of it changes. */
export interface Participant {
  /** Their member id. */
  identity: string
  name: string
  photoKey: string | null
  isLocal: boolean
  /** False: the call is still being connected, and what they send is not known yet. */
  isThere: boolean
  isSpeaking: boolean
  microphoneOn: boolean
  /** Null: camera off, or its picture is not there yet. */
  camera: Picture | null
  screen: Picture | null
  /** They hear and see, and send nothing: nobody has asked them yet, or they said no to a recording. */
  listens: boolean
  connection: 'good' | 'poor' | 'lost' | 'unknown'
  /** Milliseconds since 1970; 0: not yet. */
  lastSpokeAt: number
}

/** Why a camera or a microphone can't be used. */
export type DeviceProblem = 'denied' | 'missing' | 'busy'

/** A device that does the work of the chosen one, which is not plugged in any more. */
export interface StandIn {
  device: 'microphone' | 'camera' | 'speaker'
  gone: string
  used: string
}

/** All that the screens of the call show. Replaced as a whole, never changed. */
export interface CallView {
  state: CallState
  /** After a click the stage shows by itself; the room's page, whose loading would hold up the call, follows when that stands. */
  pageFollows: 'no' | 'later' | 'now'
  /** Oneself first, then by when they came. */
  participants: readonly Participant[]
  devices: DeviceChoice
  problems: { readonly microphone?: DeviceProblem | undefined; readonly camera?: DeviceProblem | undefined }
  standIns: readonly StandIn[]
  sharing: boolean
  /** Whether the server lets this person send anything; null: not in a call. */
  mayPublish: boolean | null
  /** The browser plays no sound before a click. */
  soundBlocked: boolean
}

export const emptyView: CallView = {
  state: idle,
  pageFollows: 'no',
  participants: [],
  devices: { microphone: true, camera: true },
  problems: {},
  standIns: [],
  sharing: false,
  mayPublish: null,
  soundBlocked: false,
}
