// Sockets that watch, in a process of their own. Told by its parent to connect, and what to wait for; tells when each socket heard it.
import { io } from 'socket.io-client'

/** How many sockets are being connected at a time. */
const AT_ONCE = 50
const CONNECT_TIMEOUT_MS = 30_000

const sockets = []
/** @type {{ roomId?: string, memberId?: string, isIn?: boolean, clientId?: string, heardAtMs: (number | undefined)[] } | null} */
let waiting = null

process.on('message', async (message) => {
  if (message.type === 'connect') {
    await connectAll(message.url, message.tokens)
    process.send({ type: 'connected' })
  }
  if (message.type === 'lookAt') {
    const answers = await Promise.all(
      sockets.map((socket) => socket.timeout(CONNECT_TIMEOUT_MS).emitWithAck('session.watch', { sessionId: message.sessionId })),
    )
    if (answers.some(({ ok }) => !ok)) throw new Error('a watcher may not look at the session')
    process.send({ type: 'looking' })
  }
  if (message.type === 'waitFor') {
    const { type: _, ...what } = message
    waiting = { ...what, heardAtMs: new Array(sockets.length).fill(undefined) }
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
  socket.on('chat.lines', ({ lines }) => {
    if (waiting?.clientId && lines.some(({ clientId }) => clientId === waiting.clientId)) note(index)
  })
  return new Promise((resolve, reject) => {
    socket.once('ready', resolve)
    socket.once('connect_error', reject)
    socket.once('disconnect', (reason) => reject(new Error(`a watcher was disconnected: ${reason}`)))
  })
}

function hear(roster, index) {
  if (!waiting || roster.roomId !== waiting.roomId) return
  if (roster.people.some(({ id }) => id === waiting.memberId) !== waiting.isIn) return
  note(index)
}

function note(index) {
  if (waiting.heardAtMs[index] !== undefined) return
  waiting.heardAtMs[index] = Date.now()
  if (waiting.heardAtMs.includes(undefined)) return
  process.send({ type: 'heard', heardAtMs: waiting.heardAtMs })
  waiting = null
}
