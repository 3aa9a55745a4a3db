import { JoinRequest, SignalResponse, WrappedJoinRequest } from '@livekit/protocol'
import WebSocket from 'ws'

/** LiveKit's answer to who was let in comes at once. */
const ANSWER_TIMEOUT_MS = 10_000

export interface BadSpeaking {
  token: string
  cookie?: string
  /** Where the token stands; `joinRequest`: in the query, with a newer client's way of saying who asks. */
  by?: 'query' | 'header' | 'both' | 'joinRequest'
  protocol?: number
  parameters?: Record<string, string>
  /** What the query ends in, as it is. */
  suffix?: string
  headers?: Record<string, string>
}

export interface BadClient {
  /** Of the handshake: 101 where it was let in. */
  status: number
  /** LiveKit's name for this connection. */
  sid(): string
  /** The token that LiveKit hands to who resumes. */
  refreshedToken(): Promise<string>
  /** Settles once the connection is over. */
  closed: Promise<void>
  isOpen(): boolean
  close(): void
}

/** Clients that speak LiveKit's signalling and nothing else: they answer no offer, and bring up no connection for media. */
export function openBadSignalling() {
  const sockets = new Set<WebSocket>()

  async function speak(url: string, how: BadSpeaking): Promise<BadClient> {
    const { token, cookie, by = 'query', protocol = 15, parameters = {}, suffix = '', headers = {} } = how
    const query = new URLSearchParams({ protocol: String(protocol), sdk: 'js', version: '2.23.0', auto_subscribe: '1', ...parameters })
    if (by !== 'header') query.set('access_token', token)
    if (by === 'joinRequest') {
      const request = new WrappedJoinRequest({ joinRequest: new JoinRequest({ clientInfo: { protocol: 16 } }).toBinary() })
      query.set('join_request', Buffer.from(request.toBinary()).toString('base64url'))
    }
    const path = by === 'joinRequest' ? '/rtc/v1' : '/rtc'
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}?${query}${suffix}`, {
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(by === 'header' || by === 'both' ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      handshakeTimeout: ANSWER_TIMEOUT_MS,
    })
    sockets.add(socket)
    let sid = ''
    let refresh = (_token: string) => {}
    const refreshed = new Promise<string>((resolve) => {
      refresh = resolve
    })
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
    const status = await new Promise<number>((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => {
        response.resume()
        socket.terminate()
        resolve(response.statusCode ?? 0)
      })
      socket.on('error', reject)
      socket.on('message', (bytes: Buffer) => {
        const { message } = SignalResponse.fromBinary(bytes)
        if (message.case === 'join') sid = message.value.participant?.sid ?? ''
        if (message.case === 'refreshToken') refresh(message.value)
        // Whatever comes first: the join, or the answer to who resumes.
        resolve(101)
      })
      socket.on('close', () => reject(new Error('the connection was closed before LiveKit said anything')))
    })
    return {
      status,
      sid: () => sid,
      refreshedToken: () => refreshed,
      closed,
      isOpen: () => socket.readyState === WebSocket.OPEN,
      close: () => socket.terminate(),
    }
  }

  return {
    speak,
    closeAll() {
      for (const socket of sockets) socket.terminate()
      sockets.clear()
    },
  }
}
