import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { mintTicket, serveBareCall, waitForPeople } from './bare-call.mjs'
import { median } from './figures.mjs'
import { openSession, record } from './recorder.mjs'

const run = promisify(execFile)
const HERTZ = [600, 900, 1300]
const AIM_OFFSET_MS = 80
const AIM_PLAYABLE_MS = 60_000
const HOUR_MS = 60 * 60_000
const HOUR_PEOPLE = 4
/** A flash, or a click, is a rise by as much. */
const FLASH_RISE = 12
const CLICK_LEVEL_DB = -40
const APART_SECONDS = 0.5
/** What is paired further apart is no pair. */
const PAIRED_WITHIN_SECONDS = 0.45
const PATIENCE_MS = 60 * 60_000

/**
 * What becomes of a recording: of an hour with four people, how soon it can be watched; of a real one, in which people come and go and
 * everybody flashes and clicks once a second, how far sound is from picture in the tracks and in the film, and how long composing takes.
 *
 * @param {{ browser: import('playwright').Browser, instance: import('./instance.mjs').Instance, minutes: number, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureRecording(bench) {
  return [...(await measureHour(bench)), ...(await measureOffset(bench))]
}

async function measureHour({ instance, say }) {
  const { sessionId, memberIds } = await openSession(instance, HOUR_PEOPLE)
  const recordingId = randomUUID()
  const folder = path.join(instance.dataFolder, 'recordings', recordingId, '1')
  const bytes = await writeHour(folder, recordingId, memberIds)
  await instance.database.query(
    `INSERT INTO "Recording" (id, "sessionId", "communityId", state, wanted, "startedAt", "endedAt")
     SELECT $1, id, "communityId", 'finishing', 'stop', now() - interval '1 hour', now() FROM "Session" WHERE id = $2`,
    [recordingId, sessionId],
  )
  await instance.database.query(`UPDATE "Session" SET "endedAt" = now() WHERE id = $1`, [sessionId])
  const startedMs = Date.now()
  await instance.database.query(
    `INSERT INTO "Job" (id, kind, payload, key, "runAt") VALUES (uuidv7(), 'finish-recording', $1, $2, now())`,
    [{ recordingId }, `finish-recording:${recordingId}`],
  )
  const ready = await waitForRow(instance, recordingId, 'playableAt')
  const playableMs = ready.playableAt.getTime() - startedMs
  // Its film is not waited for.
  await instance.database.query(`UPDATE "Recording" SET state = 'deleted', "deletedAt" = now() WHERE id = $1`, [recordingId])
  say(`an hour of ${HOUR_PEOPLE} people, ${Math.round(bytes / 1e6)} MB: ${ready.durationMs} ms on its timeline`)
  return [
    {
      what: `an hour of ${HOUR_PEOPLE} people: end → playable`,
      value: `${(playableMs / 1000).toFixed(1)} s`,
      aim: `${AIM_PLAYABLE_MS / 1000} s`,
      met: playableMs <= AIM_PLAYABLE_MS,
    },
  ]
}

/** As the recorder would have left it: a minute, over and over. */
async function writeHour(folder, recordingId, memberIds) {
  mkdirSync(folder, { recursive: true })
  const draft = mkdtempSync(path.join(os.tmpdir(), 'palier-bench-hour-'))
  try {
    const picture = path.join(draft, 'picture.webm')
    const sound = path.join(draft, 'sound.webm')
    const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '450k', '-g', '200']
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=20:duration=60', ...vp8, picture)
    await ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=440:duration=60', '-c:a', 'libopus', '-b:a', '32k', sound)
    const wall = Date.now() - HOUR_MS
    const log = [{ t: 0, e: 'start', wall, recordingId, stretch: 1 }]
    let number = 0
    for (const [position, who] of memberIds.entries()) {
      const name = `Emma ${position + 1}`
      log.push({ t: 0, e: 'join', who, name })
      for (const [from, kind, codec] of [
        [picture, 'camera', 'vp8'],
        [sound, 'microphone', 'opus'],
      ]) {
        const file = `${String(++number).padStart(2, '0')}.webm`
        await ffmpeg('-stream_loop', '59', '-i', from, '-c', 'copy', '-f', 'matroska', '-live', '1', path.join(folder, file))
        const size = codec === 'vp8' ? { width: 640, height: 360 } : { width: null, height: null }
        log.push({ t: 0, e: 'track', file, who, name, kind, codec, ptsMs: 0, ...size, muted: false })
        for (let elapsedMs = 1_000; elapsedMs < HOUR_MS; elapsedMs += 5_000) {
          log.push({ t: elapsedMs, e: 'clock', file, wallMs: wall + elapsedMs * 1.00005, elapsedMs })
        }
      }
    }
    log.push({ t: HOUR_MS, e: 'stop', why: 'stopped' })
    writeFileSync(path.join(folder, 'log.jsonl'), '')
    for (const event of log) appendFileSync(path.join(folder, 'log.jsonl'), `${JSON.stringify(event)}\n`)
    const { stdout } = await run('du', ['-sb', folder])
    return Number.parseInt(stdout, 10)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function measureOffset({ browser, instance, minutes, say }) {
  const host = await serveBareCall()
  const { sessionId, memberIds } = await openSession(instance, HERTZ.length)
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  try {
    const page = await context.newPage()
    await page.goto(host.url)
    const come = async (position) => {
      const ticket = await mintTicket(instance.livekit, sessionId, memberIds[position])
      await page.evaluate(flashAndClick, { ...ticket, position, hertz: HERTZ[position] })
    }
    const go = (position) => page.evaluate((at) => window['rooms'][at].disconnect(), position)
    await come(0)
    await come(1)
    await waitForPeople(instance.livekit, sessionId, (inside) => inside.filter(({ tracks }) => tracks.length === 2).length === 2)
    const recordingId = await record(instance, sessionId, memberIds)
    const part = (minutes * 60_000) / 5
    await sleep(part)
    await come(2)
    await sleep(part)
    await go(1)
    await sleep(part)
    await come(1)
    await sleep(part)
    await go(2)
    await sleep(part)
    await instance.database.query(`UPDATE "Recording" SET wanted = 'stop' WHERE id = $1`, [recordingId])
    await instance.database.query(`SELECT pg_notify('palier_recording', $1)`, [recordingId])
    const ended = await waitForRow(instance, recordingId, 'endedAt')
    const playable = await waitForRow(instance, recordingId, 'playableAt')
    await context.close()
    const composed = await waitForRow(instance, recordingId, 'composedAt')
    const playableSeconds = (playable.playableAt - ended.endedAt) / 1000
    const composedSeconds = (composed.composedAt - playable.playableAt) / 1000
    const recorded = composed.durationMs / 60_000
    say(`${recorded.toFixed(1)} minutes: playable after ${playableSeconds.toFixed(1)} s, its film ${composedSeconds.toFixed(0)} s later`)
    const file = (key) => path.join(instance.dataFolder, 'files', key)
    const { rows: tracks } = await instance.database.query(
      `SELECT "memberId", kind, "fileKey", "startMs" FROM "RecordingTrack" WHERE "recordingId" = $1 ORDER BY "startMs"`,
      [recordingId],
    )
    const inTracks = []
    for (const memberId of memberIds) {
      const own = tracks.filter((track) => track.memberId === memberId)
      const at = async (kind, find) => {
        const found = await Promise.all(
          own
            .filter((track) => track.kind === kind)
            .map(async ({ fileKey, startMs }) => (await find(file(fileKey))).map((t) => t + startMs / 1000)),
        )
        return found.flat()
      }
      inTracks.push(...pair(await at('camera', findFlashes), await at('microphone', findClicks)))
    }
    const film = file(composed.filmKey)
    const inFilm = pair(await findFlashes(film), await findClicks(film))
    return [
      ...offsets('tracks', inTracks, composed.durationMs / 1000),
      ...offsets('film', inFilm, composed.durationMs / 1000),
      { what: `composing, a minute recorded of ${HERTZ.length} people`, value: `${(composedSeconds / recorded).toFixed(1)} s` },
      {
        what: 'kept: tracks; with the film',
        value: `${mbPerHour(composed.partBytes, recorded)} MB/h; ${mbPerHour(composed.bytes, recorded)} MB/h`,
      },
    ]
  } finally {
    await context.close()
    await host.stop()
    await instance.database.query(`UPDATE "Session" SET "endedAt" = now() WHERE id = $1`, [sessionId])
  }
}

const mbPerHour = (bytes, minutes) => Math.round((Number(bytes) / 1e6 / minutes) * 60)

/** Runs in the page: somebody whose picture is white, and whose microphone sounds, for a tenth of each second. */
async function flashAndClick({ url, token, position, hertz }) {
  const { Room, Track } = window['LivekitClient']
  window['rooms'] ??= []
  window['audio'] ??= new AudioContext({ sampleRate: 48_000 })
  const audio = window['audio']
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 180
  document.body.append(canvas)
  const pen = canvas.getContext('2d')
  setInterval(() => {
    pen.fillStyle = audio.currentTime % 1 < 0.1 ? 'white' : '#202020'
    pen.fillRect(0, 0, canvas.width, canvas.height)
  }, 10)
  const [picture] = canvas.captureStream(25).getVideoTracks()
  const tone = new OscillatorNode(audio, { frequency: hertz })
  const gate = new GainNode(audio, { gain: 0 })
  const out = audio.createMediaStreamDestination()
  tone.connect(gate).connect(out)
  tone.start()
  const first = Math.ceil(audio.currentTime)
  for (let second = first; second < first + 1_500; second++) {
    gate.gain.setValueAtTime(0.4, second)
    gate.gain.setValueAtTime(0, second + 0.1)
  }
  const [sound] = out.stream.getAudioTracks()
  const room = new Room()
  await room.connect(url, token, { autoSubscribe: false })
  await room.localParticipant.publishTrack(picture, { source: Track.Source.Camera, simulcast: false, videoCodec: 'vp8' })
  await room.localParticipant.publishTrack(sound, { source: Track.Source.Microphone, dtx: false })
  window['rooms'][position] = room
}

/** The instants, in seconds, at which a picture turns white. */
async function findFlashes(file) {
  const print = 'signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-'
  let before = Number.POSITIVE_INFINITY
  return risesOf(await printed(['-i', file, '-map', '0:v:0', '-vf', print], 'lavfi.signalstats.YAVG'), ({ value }) => {
    const rose = value - before > FLASH_RISE
    before = value
    return rose
  })
}

/** The instants, in seconds, at which a sound begins, to 5 ms. */
async function findClicks(file) {
  const steps = 'aresample=48000:async=1:min_hard_comp=0.03:first_pts=0,asetnsamples=n=240'
  const print = 'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level,ametadata=mode=print:file=-'
  let before = 0
  return risesOf(
    await printed(['-i', file, '-map', '0:a:0', '-af', `${steps},${print}`], 'lavfi.astats.Overall.Peak_level'),
    ({ value }) => {
      const rose = value > CLICK_LEVEL_DB && before <= CLICK_LEVEL_DB
      before = value
      return rose
    },
  )
}

async function printed(args, key) {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args, '-f', 'null', '-'], { maxBuffer: 1 << 29 })
  const values = []
  let at = 0
  for (const line of stdout.split('\n')) {
    const time = /pts_time:([-\d.]+)/.exec(line)
    if (time) at = Number(time[1])
    else if (line.startsWith(`${key}=`)) values.push({ at, value: Number(line.slice(key.length + 1)) })
  }
  return values
}

function risesOf(values, rises) {
  const found = []
  for (const value of values) if (rises(value) && value.at - (found.at(-1) ?? -1) > APART_SECONDS) found.push(value.at)
  return found
}

function pair(flashes, clicks) {
  return flashes.flatMap((at) => {
    const nearest = clicks.reduce((best, click) => (Math.abs(click - at) < Math.abs(best - at) ? click : best), Number.POSITIVE_INFINITY)
    return Math.abs(nearest - at) < PAIRED_WITHIN_SECONDS ? [{ at, offMs: (nearest - at) * 1000 }] : []
  })
}

/** How far sound is behind the picture, at the start, in the middle and at the end: a fifth of the whole each. */
function offsets(where, pairs, seconds) {
  const parts = { start: [0, 0.2], middle: [0.4, 0.6], end: [0.8, 1] }
  return Object.entries(parts).map(([part, [from, to]]) => {
    const own = pairs.filter(({ at }) => at >= from * seconds && at < to * seconds).map(({ offMs }) => offMs)
    if (own.length === 0) throw new Error(`There is no flash with its click in the ${where}, at the ${part}.`)
    const middle = median(own)
    const most = own.toSorted((a, b) => Math.abs(b) - Math.abs(a))[Math.floor(own.length / 20)] ?? 0
    return {
      what: `sound behind picture, ${where}, ${part}: median`,
      value: `${middle.toFixed(0)} ms`,
      beside: `${most.toFixed(0)} ms (95 of 100 are nearer), ${own.length} flashes`,
      aim: `± ${AIM_OFFSET_MS} ms`,
      met: Math.abs(middle) <= AIM_OFFSET_MS,
    }
  })
}

async function waitForRow({ database }, recordingId, column) {
  let row
  const giveUpMs = performance.now() + PATIENCE_MS
  while (!row?.[column]) {
    if (performance.now() > giveUpMs) throw new Error(`The recording has no ${column}.`)
    await sleep(250)
    ;({
      rows: [row],
    } = await database.query('SELECT * FROM "Recording" WHERE id = $1', [recordingId]))
    if (row.state === 'failed') throw new Error(`The recording failed: ${row.cause}.`)
  }
  return row
}

async function ffmpeg(...args) {
  await run('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args])
}
