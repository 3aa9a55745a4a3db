import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RoomServiceClient } from 'livekit-server-sdk'
import { mintTicket, serveBareCall, waitForPeople } from './bare-call.mjs'
import { COMMUNITY } from './call-scene.mjs'

/** What the recorder asks for: 720p of up to four cameras, 360p of more. */
const CALLS = [
  { people: 2, width: 1280, height: 720, maxBitrate: 1_700_000 },
  { people: 6, width: 640, height: 360, maxBitrate: 450_000 },
  { people: 12, width: 640, height: 360, maxBitrate: 450_000 },
]
const AIM_CORES = 0.1
const SETTLE_MS = 5_000
const MEASURE_MS = 20_000
const FRAMES_PER_SECOND = 20
const LOOK_EVERY_MS = 100
const LOOK_TIMEOUT_MS = 60_000
/** Linux counts a process's time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/**
 * What the recorder costs while it records calls of several sizes: cores, memory, and what it writes. Everybody's picture is as hard to
 * encode as their bandwidth allows, so that MB an hour is the most that it can be.
 *
 * @param {{ browser: import('playwright').Browser, instance: import('./instance.mjs').Instance, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureRecorder({ browser, instance, say }) {
  if (process.platform !== 'linux') throw new Error('A process is measured by what Linux says of it.')
  const host = await serveBareCall()
  try {
    const figures = []
    for (const call of CALLS) figures.push(...(await measureCall({ browser, instance, say, host, call })))
    return figures
  } finally {
    await host.stop()
  }
}

async function measureCall({ browser, instance, say, host, call }) {
  const { people, width, height } = call
  const { sessionId, memberIds } = await openSession(instance, people)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(host.url)
    const tickets = await Promise.all(memberIds.map((memberId) => mintTicket(instance.livekit, sessionId, memberId)))
    await page.evaluate(publishAll, { tickets, call, framesPerSecond: FRAMES_PER_SECOND })
    await waitForPeople(instance.livekit, sessionId, (inside) => inside.filter(({ tracks }) => tracks.length === 2).length === people)
    const recordingId = await record(instance, sessionId, memberIds)
    const folder = path.join(instance.dataFolder, 'recordings', recordingId, '1')
    await waitFor(`${people * 2} files`, () => tracksIn(folder) === people * 2)
    await sleep(SETTLE_MS)

    const { pid } = JSON.parse(readFileSync(path.join(instance.dataFolder, 'recorder.pid'), 'utf8'))
    const before = look(pid, folder)
    await sleep(MEASURE_MS)
    const after = look(pid, folder)
    const seconds = (after.atMs - before.atMs) / 1000
    const cores = (after.cpuSeconds - before.cpuSeconds) / seconds
    const mbPerHour = ((after.bytes - before.bytes) / seconds / 1e6) * 3600
    await instance.database.query(`UPDATE "Recording" SET wanted = 'stop' WHERE id = $1`, [recordingId])
    await waitFor('the end', async () => (await endOf(instance, recordingId)) !== null)
    const frames = framesIn(folder) / people / (durationIn(folder) / 1000)
    say(
      `${people} people, ${width} × ${height}: ${frames.toFixed(1)} pictures a second of each came and were written, of ${FRAMES_PER_SECOND} drawn`,
    )
    return [
      {
        what: `recorder, ${people} people at ${height}p: cores`,
        value: cores.toFixed(3),
        aim: String(AIM_CORES),
        met: cores <= AIM_CORES,
      },
      {
        what: `recorder, ${people} people at ${height}p: memory; written`,
        value: `${after.memoryMb.toFixed(0)} MB; ${mbPerHour.toFixed(0)} MB/h`,
      },
    ]
  } finally {
    await context.close()
    await instance.database.query(`UPDATE "Session" SET "endedAt" = now() WHERE id = $1`, [sessionId])
  }
}

/** Runs in the page: everybody sends the same noise, each encoded for themselves. */
async function publishAll({ tickets, call, framesPerSecond }) {
  const { Room, Track } = window['LivekitClient']
  const canvas = document.createElement('canvas')
  canvas.width = call.width
  canvas.height = call.height
  document.body.append(canvas)
  const pen = canvas.getContext('2d')
  const draw = () => {
    for (let i = 0; i < 60; i++) {
      pen.fillStyle = `hsl(${Math.random() * 360} 70% 50%)`
      pen.fillRect(Math.random() * canvas.width, Math.random() * canvas.height, 60, 60)
    }
  }
  setInterval(draw, 1000 / framesPerSecond)
  const [picture] = canvas.captureStream(framesPerSecond).getVideoTracks()
  const audio = new AudioContext()
  const tone = new OscillatorNode(audio)
  const out = audio.createMediaStreamDestination()
  tone.connect(out)
  tone.start()
  const [sound] = out.stream.getAudioTracks()
  window['rooms'] = await Promise.all(
    tickets.map(async ({ url, token }) => {
      const room = new Room()
      await room.connect(url, token, { autoSubscribe: false })
      await room.localParticipant.publishTrack(picture.clone(), {
        source: Track.Source.Camera,
        simulcast: false,
        videoCodec: 'vp8',
        videoEncoding: { maxBitrate: call.maxBitrate, maxFramerate: framesPerSecond },
      })
      await room.localParticipant.publishTrack(sound.clone(), { source: Track.Source.Microphone, dtx: false })
      return room
    }),
  )
}

/** A session that is open, with its LiveKit room, and members for it. */
export async function openSession({ database, livekit }, people) {
  const { rows: members } = await database.query(
    `WITH made AS (
       INSERT INTO "Member" (id, email, name, "passwordHash", "timeZone")
       SELECT uuidv7(), 'recorded-' || uuidv7() || '@demo.palier', 'Emma ' || n, 'no password signs in with this', 'Europe/Paris'
       FROM generate_series(1, $2::int) n RETURNING id),
     joined AS (
       INSERT INTO "Membership" ("communityId", "memberId") SELECT c.id, made.id FROM made, "Community" c WHERE c.slug = $1)
     SELECT id FROM made`,
    [COMMUNITY, people],
  )
  const sessionId = randomUUID()
  await database.query(
    `INSERT INTO "Session" (id, "roomId", "communityId", "expectedUntil")
     SELECT $1, r.id, r."communityId", now() + interval '1 minute'
     FROM "Room" r JOIN "Community" c ON c.id = r."communityId" WHERE c.slug = $2 ORDER BY r.position LIMIT 1`,
    [sessionId, COMMUNITY],
  )
  await new RoomServiceClient(livekit.url.replace(/^ws/, 'http'), livekit.key, livekit.secret).createRoom({ name: sessionId })
  return { sessionId, memberIds: members.map(({ id }) => id) }
}

export async function record({ database }, sessionId, memberIds) {
  const recordingId = randomUUID()
  await database.query(
    `INSERT INTO "Recording" (id, "sessionId", "communityId") SELECT $1, id, "communityId" FROM "Session" WHERE id = $2`,
    [recordingId, sessionId],
  )
  await database.query(
    `INSERT INTO "RecordingConsent" (id, "recordingId", "memberId", name, answer, words, language, "keepDays")
     SELECT uuidv7(), $1, m.id, m.name, 'told', 1, 'en', 90 FROM "Member" m WHERE m.id = ANY($2::uuid[])`,
    [recordingId, memberIds],
  )
  await database.query(`SELECT pg_notify('palier_recording', $1)`, [recordingId])
  return recordingId
}

async function endOf({ database }, recordingId) {
  const { rows } = await database.query('SELECT "endedAt" FROM "Recording" WHERE id = $1', [recordingId])
  return rows[0].endedAt
}

function look(pid, folder) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [userTicks, systemTicks] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const memoryKb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0)
  return { atMs: performance.now(), cpuSeconds: (userTicks + systemTicks) / TICKS_PER_SECOND, memoryMb: memoryKb / 1024, bytes }
}

function eventsIn(folder) {
  const file = path.join(folder, 'log.jsonl')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
const tracksIn = (folder) => eventsIn(folder).filter(({ e }) => e === 'track').length
const durationIn = (folder) => eventsIn(folder).findLast(({ e }) => e === 'stop').t

function framesIn(folder) {
  const events = eventsIn(folder)
  const pictures = new Set(events.filter(({ e, codec }) => e === 'track' && codec !== 'opus').map(({ file }) => file))
  return events.filter(({ e, file }) => e === 'end' && pictures.has(file)).reduce((sum, { frames }) => sum + frames, 0)
}

async function waitFor(what, isSo) {
  const giveUpMs = performance.now() + LOOK_TIMEOUT_MS
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`It never came to ${what}.`)
    await sleep(LOOK_EVERY_MS)
  }
}
