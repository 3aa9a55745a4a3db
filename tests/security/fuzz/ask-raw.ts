import net from 'node:net'
import type { Target } from './fuzz.ts'
import { mutate, type Random } from './random.ts'

const AGAIN_MS = 5_000

/** Bytes on a connection of its own that are hardly HTTP, or hardly a WebSocket. Any answer will do, but one of 5xx. */
export async function askRaw(target: Target, random: Random): Promise<string | null> {
  const cookie = random.pick(target.cookies())
  const path = random.pick(target.routes).fill((name) => target.place(random, name))
  const common = `Host: palier.example\r\nCookie: ${cookie}\r\n`
  const starts = [
    `GET ${path} HTTP/1.1\r\n${common}Connection: close\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\n${common}Connection: close\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"intent":"none"} `,
    `POST ${path} HTTP/1.1\r\n${common}Connection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\n${common}Connection: close\r\nRange: bytes=0-9\r\nIf-Range: "x"\r\nAccept-Language: fr\r\n\r\n`,
  ]
  return say(target, mutate(random, Buffer.from(random.pick(starts))))
}

/** An upgrade of an odd kind, and after it frames of any kind. */
export async function askUpgrade(target: Target, random: Random): Promise<string | null> {
  const path = random.pick([
    '/socket.io/?EIO=4&transport=websocket',
    '/socket.io/?EIO=3&transport=polling&sid=x',
    '/livekit/rtc?access_token=a.b.c',
    '/livekit/rtc/v1?access_token=',
    '/livekit/\\[',
    '/livekit/twirp/livekit.RoomService/ListRooms',
    '/socket.io/\\[',
    '/',
  ])
  const head = `GET ${path} HTTP/1.1\r\nHost: palier.example\r\nCookie: ${random.pick(target.cookies())}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`
  const frames = Array.from({ length: random.below(6) }, () => frame(random))
  return say(target, random.chance(0.5) ? mutate(random, Buffer.from(head)) : Buffer.from(head), frames)
}

const PACKETS = [
  '40',
  '40{}',
  '40/x,{}',
  '42["rosters.read",{}]',
  '420["notes.open",{}]',
  '2',
  '3',
  '4',
  '41',
  '45-["x",{"_placeholder":true,"num":0}]',
  '6',
  'x',
  '42[',
  '4299999999999999999999["a"]',
  '42["__proto__",{}]',
  '42["error"]',
  '42["disconnect"]',
]

/** A frame as a browser sends it (RFC 6455, 5.2), or one that says of itself what it is not. */
function frame(random: Random): Buffer {
  const payload = random.chance(0.7) ? Buffer.from(random.pick(PACKETS)) : random.bytes(random.below(100))
  const first = random.chance(0.8) ? 0x81 : random.below(256)
  const length = random.chance(0.9) ? payload.length : random.below(126)
  const mask = random.bytes(4)
  const masked = Buffer.from(payload.map((byte, i) => byte ^ (mask[i % 4] as number)))
  return Buffer.concat([Buffer.from([first, (random.chance(0.95) ? 0x80 : 0) | (length & 0x7f)]), mask, masked])
}

function say(target: Target, bytes: Buffer, later: Buffer[] = []): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = net.connect(target.port, '127.0.0.1', () => {
      socket.write(bytes)
      // A request that is not whole is rightly waited for: what is sent ends here.
      if (later.length === 0) socket.end()
    })
    const over = setTimeout(() => socket.destroy(), AGAIN_MS)
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk
      for (const part of later.splice(0)) socket.write(part)
      if (answer.startsWith('HTTP/1.1 101')) setTimeout(() => socket.destroy(), 50)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(over)
      const status = /^HTTP\/1\.1 (5\d\d)/.exec(answer)?.[1]
      // LiveKit says 5xx of itself to some of what is passed on to it; that is told as it is.
      resolve(
        status && !/^[A-Z]+ \/livekit/.test(bytes.toString('latin1'))
          ? `${JSON.stringify(bytes.toString('latin1'))}: ${answer.slice(0, 200)}`
          : null,
      )
    })
  })
}
