// Sockets that watch, in a process of their own. Told by its parent to connect, and what to wait for; tells when each socket heard it.
import { io } from 'socket.io-client'

/** How many sockets are being connected at a time. */
const AT_ONCE = 50
const CONNECT_TIMEOUT_MS = 30_000

const sockets = []
/** @type {{ roomId: string, memberId: string, isIn: boolean, heardAtMs: (number | undefined)[] } | null} */
let waiting = null

process.on('message', async (message) => {
  if (message.type === 'connect') {
    await connectAll(message.url, message.tokens)
    process.send({ type: 'connected' })
  }
  if (message.type === 'waitFor') {
    const { roomId, memberId, isIn } = message
    waiting = { roomId, memberId, isIn, heardAtMs: new Array(sockets.length).fill(undefined) }
    process.send({ type: 'waiting' })
  }
})
process.on('disconnect', () => process.exit(0))

async function connectAll(url, tokens) {
  for (let start = 0; start < tokens.length; start += AT_ONCE) {
    await Promise.all(tokens.slice(start, start + AT_ONCE).map((token, index) => connect(url, token, start + index)))
  }
}

function connect(url, token, index) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: CONNECT_TIMEOUT_MS,
    extraHeaders: { cookie: `palier=${token}` },
  })
  sockets.push(socket)
  socket.on('room.roster', (roster) => hear(roster, index))
  return new Promise((resolve, reject) => {
    socket.once('ready', resolve)
    socket.once('connect_error', reject)
    socket.once('disconnect', (reason) => reject(new Error(`a watcher was disconnected: ${reason}`)))
  })
}

function hear(roster, index) {
  if (!waiting || roster.roomId !== waiting.roomId || waiting.heardAtMs[index] !== undefined) return
  if (roster.people.some(({ id }) => id === waiting.memberId) !== waiting.isIn) return
  waiting.heardAtMs[index] = Date.now()
  if (waiting.heardAtMs.includes(undefined)) return
  process.send({ type: 'heard', heardAtMs: waiting.heardAtMs })
  waiting = null
}
