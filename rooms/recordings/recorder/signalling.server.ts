import {
  type JoinResponse,
  LeaveRequest,
  Ping,
  SessionDescription,
  SignalRequest,
  SignalResponse,
  SignalTarget,
  TrickleRequest,
  UpdateSubscription,
  UpdateTrackSettings,
  type VideoQuality,
} from '@livekit/protocol'
import WebSocket from 'ws'
import { env } from '#platform/env.server.ts'

/** The version of LiveKit's signalling that is spoken here. */
const PROTOCOL = 15
const JOIN_TIMEOUT_MS = 5_000
const DEFAULT_PING_SECONDS = 10

export type ServerMessage = SignalResponse['message']
type ClientMessage = SignalRequest['message']

/** A connection to a LiveKit room, without its media. */
export interface Signalling {
  join: JoinResponse
  answer(sdp: string, offerId: number): void
  trickle(candidate: string, mid: string): void
  subscribe(trackSids: string[], subscribe: boolean): void
  chooseQuality(trackSids: string[], quality: VideoQuality): void
  /** Says goodbye. */
  leave(): void
  /** Is gone without a word. */
  close(): void
}

/**
 * Enters a LiveKit room by its signalling, and subscribes to nothing by itself. Answers once LiveKit has let us in.
 *
 * @param onClosed called once, when the connection ends, however it does
 * @throws where the room is not there, LiveKit cannot be reached, or does not answer in 5 s
 */
export function openSignalling(token: string, onMessage: (message: ServerMessage) => void, onClosed: () => void): Promise<Signalling> {
  const base = env.LIVEKIT_URL.replace(/^http/, 'ws').replace(/\/$/, '')
  const socket = new WebSocket(`${base}/rtc?auto_subscribe=0&protocol=${PROTOCOL}&sdk=js&version=2.23.0`, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: JOIN_TIMEOUT_MS,
  })
  socket.binaryType = 'nodebuffer'
  let pinging: NodeJS.Timeout | undefined
  let heard = true

  const send = (message: ClientMessage) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(new SignalRequest({ message }).toBinary())
  }
  const ping = () => {
    if (!heard) return socket.terminate()
    heard = false
    send({ case: 'pingReq', value: new Ping({ timestamp: BigInt(Date.now()) }) })
  }

  return new Promise((resolve, reject) => {
    let joined = false
    const giveUp = setTimeout(() => {
      reject(new Error('LiveKit did not let us in in time'))
      socket.terminate()
    }, JOIN_TIMEOUT_MS)
    socket.on('error', (error) => reject(error))
    socket.on('close', () => {
      clearTimeout(giveUp)
      clearInterval(pinging)
      if (joined) onClosed()
      else reject(new Error('LiveKit did not let us in'))
    })
    socket.on('message', (bytes: Buffer) => {
      heard = true
      const { message } = SignalResponse.fromBinary(bytes)
      if (message.case !== 'join') return onMessage(message)
      joined = true
      clearTimeout(giveUp)
      pinging = setInterval(ping, (message.value.pingInterval || DEFAULT_PING_SECONDS) * 1000)
      resolve({
        join: message.value,
        answer: (sdp, id) => send({ case: 'answer', value: new SessionDescription({ type: 'answer', sdp, id }) }),
        trickle: (candidate, sdpMid) =>
          send({
            case: 'trickle',
            value: new TrickleRequest({
              target: SignalTarget.SUBSCRIBER,
              candidateInit: JSON.stringify({ candidate, sdpMid, sdpMLineIndex: 0 }),
            }),
          }),
        subscribe: (trackSids, subscribe) => send({ case: 'subscription', value: new UpdateSubscription({ trackSids, subscribe }) }),
        chooseQuality: (trackSids, quality) =>
          send({ case: 'trackSetting', value: new UpdateTrackSettings({ trackSids, disabled: false, quality }) }),
        leave: () => {
          send({ case: 'leave', value: new LeaveRequest() })
          socket.close()
        },
        close: () => socket.terminate(),
      })
    })
  })
}
