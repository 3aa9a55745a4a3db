// Sockets that watch, in a process of their own. Told by its parent to connect, and what to wait for; tells when each socket heard it.
import { io } from 'socket.io-client'
import * as Y from 'yjs'

/** How many sockets are being connected at a time. */
const AT_ONCE = 50
const CONNECT_TIMEOUT_MS = 30_000

const sockets = []
/** A document of the notes for each socket that has them open. @type {Y.Doc[]} */
const notes = []
/** @type {{ roomId?: string, memberId?: string, isIn?: boolean, clientId?: string, letters?: number, heardAtMs: (number | undefined)[] } | null} */
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
  if (message.type === 'openNotes') {
    await Promise.all(sockets.map((socket, index) => openNotes(socket, index, message.sessionId)))
    process.send({ type: 'notesOpened' })
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
  socket.on('notes.updated', ({ update }) => {
    if (!notes[index]) return
    Y.applyUpdate(notes[index], Buffer.from(update, 'base64'))
    if (waiting?.letters !== undefined && lettersIn(notes[index]) >= waiting.letters) note(index)
  })
  return new Promise((resolve, reject) => {
    socket.once('ready', resolve)
    socket.once('connect_error', reject)
    socket.once('disconnect', (reason) => reject(new Error(`a watcher was disconnected: ${reason}`)))
  })
}

async function openNotes(socket, index, sessionId) {
  const answer = await socket.timeout(CONNECT_TIMEOUT_MS).emitWithAck('notes.open', { sessionId, stateVector: '' })
  if (!answer.ok) throw new Error(`a watcher may not open the notes: ${answer.code}`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(answer.value.update, 'base64'))
  notes[index] = doc
}

/** Of the notes' one paragraph. */
const lettersIn = (doc) => doc.getXmlFragment('notes').get(0)?.get(0)?.length ?? 0

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
