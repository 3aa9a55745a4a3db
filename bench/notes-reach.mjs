import { io } from 'socket.io-client'
import * as Y from 'yjs'
import { COMMUNITY } from './call-scene.mjs'
import { percentile } from './figures.mjs'
import { signIn } from './instance.mjs'
import { openWatchers } from './roster-reach.mjs'

const OTHERS = [1, 10]
const AIM_P95_MS = 150
const AIMED_OTHERS = 10
/** In one round somebody types so many letters, each once the one before is kept, as their browser sends them. */
const LETTERS_A_ROUND = 5
const ANSWER_TIMEOUT_MS = 30_000

/**
 * From the instant at which a letter stands in the notes of who typed it, to the instant at which it stands in the document of each
 * of the others who have the notes open.
 *
 * @param {{ instance: import('./instance.mjs').Instance, rounds: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureNotesReach({ instance, rounds, say }) {
  // A session that waits for somebody for a day: nobody has to hold a call for its notes to be open.
  const { rows } = await instance.database.query(
    `INSERT INTO "Session" (id, "roomId", "communityId", "expectedUntil")
     SELECT uuidv7(), r.id, c.id, now() + interval '1 day' FROM "Room" r JOIN "Community" c ON c.id = r."communityId"
     WHERE c.slug = $1 ORDER BY r.position DESC LIMIT 1 RETURNING id`,
    [COMMUNITY],
  )
  const sessionId = rows[0].id
  const ben = await signIn(instance, 'ben')
  const readers = await Promise.all(['ana', 'chloe', 'dan', 'emma'].map((name) => signIn(instance, name, Math.ceil(AIMED_OTHERS / 4))))
  const tokens = readers.flatMap((reader) => reader.tokens)
  const writer = await openWriter(instance.url, ben.tokens[0], sessionId)
  const results = []
  try {
    for (const count of OTHERS) {
      const watchers = await openWatchers(instance.url, tokens.slice(0, count))
      try {
        await watchers.lookAt(sessionId)
        await watchers.openNotes(sessionId)
        const heard = []
        // The first letters are not counted: their code is run for the first time.
        for (let round = 0; round <= rounds; round++) {
          for (let letter = 0; letter < LETTERS_A_ROUND; letter++) {
            const everyoneHeard = await watchers.waitFor({ letters: writer.letters() + 1 })
            const typedAtMs = Date.now()
            await writer.type()
            const heardAtMs = await everyoneHeard()
            if (round > 0) heard.push(...heardAtMs.map((atMs) => atMs - typedAtMs))
          }
        }
        say(`${count} others: p50 ${percentile(heard, 0.5)} p95 ${percentile(heard, 0.95)} ms`)
        results.push({ count, heard })
      } finally {
        watchers.stop()
      }
    }
  } finally {
    writer.stop()
    await instance.database.query(`DELETE FROM "Session" WHERE id = $1`, [sessionId])
  }
  const alone = percentile(results[0].heard, 0.5)
  return results.map(({ count, heard }) => {
    const [p50, p95] = [0.5, 0.95].map((share) => percentile(heard, share))
    return {
      what: `letter in the notes → seen by ${count} other${count === 1 ? '' : 's'}`,
      value: `p50 ${p50}, p95 ${p95} ms`,
      ...(count === 1 ? {} : { beside: `p50 ${alone} ms (by 1)`, ...(alone > 0 ? { ratio: p50 / alone } : {}) }),
      ...(count === AIMED_OTHERS ? { aim: `p95 ${AIM_P95_MS} ms`, met: p95 <= AIM_P95_MS } : {}),
    }
  })
}

/** Somebody who types into the notes, as the editor does: a Yjs document, whose changes go out by the socket. */
async function openWriter(url, token, sessionId) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie: `palier=${token}` } })
  await new Promise((resolve, reject) => {
    socket.once('ready', resolve)
    socket.once('connect_error', reject)
  })
  const ask = async (event, input) => {
    const answer = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(event, { sessionId, ...input })
    if (!answer.ok) throw new Error(`${event} was refused: ${answer.code}`)
    return answer.value
  }
  const doc = new Y.Doc()
  const { update } = await ask('notes.open', { stateVector: '' })
  Y.applyUpdate(doc, Buffer.from(update, 'base64'))
  const line = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  const written = []
  doc.on('update', (bytes) => written.push(bytes))
  doc.transact(() => {
    paragraph.insert(0, [line])
    doc.getXmlFragment('notes').push([paragraph])
  })
  const send = () => ask('notes.update', { update: Buffer.from(Y.mergeUpdates(written.splice(0))).toString('base64') })
  await send()
  return {
    letters: () => line.length,
    async type() {
      line.insert(line.length, 'a')
      await send()
    },
    stop: () => socket.close(),
  }
}
