import { fork, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import autocannon from 'autocannon'
import { COMMUNITY } from './call-scene.mjs'
import { partsWhile } from './cpu-profile.mjs'
import { median, percentile } from './figures.mjs'
import { signIn, startInstance } from './instance.mjs'
import { seedThreads } from './seed-threads.mjs'
import { recordStatements } from './statements.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
const THREADS = 1_000
const CONNECTIONS = 4
const WARM_UP_REQUESTS = 60
const TURN_SECONDS = 3
const TICKS_PER_SECOND = 100

/**
 * What a page costs the server, as a document and as the data of a change of page: requests/s and p95 over all requests of all turns,
 * the processor's time by process, bytes sent. Beside it, by turns in the same run: the floor (the page's own statements and bytes, written
 * by a bare `node:http` process), and with `--against <commit>` the build of that commit on the same database server.
 *
 * @param {{ instance: import('./instance.mjs').Instance, rounds: number, against?: string, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measurePages({ instance, rounds, against, say }) {
  const before = against ? await startBefore(instance, against) : null
  let floor = null
  try {
    const sites = before ? [instance, before.instance] : [instance]
    const scenes = []
    for (const site of sites) scenes.push(await prepare(site))
    const [scene] = scenes
    floor = await startFloor(instance, scene)
    const figures = []
    const postmaster = postmasterOf(instance)
    for (const name of Object.keys(scene.pages)) {
      const targets = {
        now: targetOf(instance, scene, name, postmaster),
        ...(before && { before: targetOf(before.instance, scenes[1], name, postmaster) }),
        floor: { ...targetOf(instance, scene, name, postmaster), origin: floor.origin, pid: floor.pid },
      }
      for (const target of Object.values(targets)) await shoot(target, { amount: WARM_UP_REQUESTS })
      for (let turn = 0; turn < rounds; turn++) {
        const order = Object.values(targets)
        for (const target of turn % 2 ? order : order.toReversed()) target.turns.push(await shoot(target, { duration: TURN_SECONDS }))
      }
      figures.push(...(await describe(name, targets, floor.statements[name].length, say)))
      say(`${name}: ${await partsOf(targets.now)}`)
    }
    return figures
  } finally {
    floor?.stop()
    await before?.stop()
  }
}

/** The community with its threads, and the addresses of the pages. */
async function prepare(instance) {
  await seedThreads(instance.database, COMMUNITY, THREADS)
  const { tokens } = await signIn(instance, 'ben')
  const idOf = async (sql) => (await instance.database.query(sql)).rows[0]?.id
  const threadId = await idOf(
    `SELECT id FROM "Thread" WHERE kind = 'update' AND "deletedAt" IS NULL ORDER BY "lastActivityAt" DESC LIMIT 1`,
  )
  const sessionId = await idOf('SELECT id FROM "Session" WHERE "endedAt" IS NOT NULL ORDER BY "endedAt" DESC LIMIT 1')
  const documents = {
    home: '/',
    'community, 20 threads': `/c/${COMMUNITY}`,
    'community, 50 threads': `/c/${COMMUNITY}?count=50`,
    thread: `/threads/${threadId}`,
    session: `/sessions/${sessionId}`,
    inbox: '/inbox',
    'session search': `/c/${COMMUNITY}/sessions?q=delivery`,
  }
  const data = {
    'community, 20 threads, data': `/c/${COMMUNITY}.data?_routes=routes%2Fcommunities%2Fcommunity-layout%2Croutes%2Ffeed%2Fcommunity-feed`,
  }
  return { cookie: `palier=${tokens[0]}`, pages: { ...documents, ...data } }
}

function targetOf(instance, scene, name, postmaster) {
  const { pid } = JSON.parse(readFileSync(path.join(instance.dataFolder, 'app.pid'), 'utf8'))
  const headers = { cookie: scene.cookie, accept: 'text/html', 'accept-language': 'en', 'accept-encoding': 'gzip, br' }
  return { origin: instance.url, path: scene.pages[name], headers, pid, postmaster, turns: [] }
}

/** The build of another commit (or of the checkout in a folder), on the same database and media servers, in a database of its own. */
async function startBefore(instance, commit) {
  if (existsSync(commit)) {
    const other = await startInstance(instance, path.resolve(commit))
    return { instance: other, stop: other.stop }
  }
  const root = mkdtempSync(path.join(os.tmpdir(), 'palier-before-'))
  const git = (...args) => {
    const { status, stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  git('worktree', 'add', '--detach', '--force', root, commit)
  const leave = () => {
    git('worktree', 'remove', '--force', root)
    rmSync(root, { recursive: true, force: true })
  }
  try {
    const other = await startInstance(instance, root)
    return {
      instance: other,
      stop: async () => {
        await other.stop()
        leave()
      },
    }
  } catch (error) {
    leave()
    throw error
  }
}

async function startFloor(instance, scene) {
  const pages = {}
  const statements = {}
  for (const [name, address] of Object.entries(scene.pages)) {
    const ask = () =>
      fetch(`${instance.url}${address}`, { headers: { cookie: scene.cookie, accept: 'text/html', 'accept-encoding': 'gzip' } })
    const first = await ask()
    if (first.status !== 200) throw new Error(`${address} answered ${first.status}.`)
    const bodyBase64 = zlib.gzipSync(Buffer.from(await first.arrayBuffer())).toString('base64')
    statements[name] = await recordStatements(instance, async () => void (await (await ask()).arrayBuffer()))
    const headers = { 'content-type': first.headers.get('content-type') ?? '', 'content-encoding': 'gzip' }
    pages[address] = { statements: statements[name], bodyBase64, headers }
  }
  const child = fork(path.join(import.meta.dirname, 'page-floor.mjs'))
  child.send({ databaseUrl: instance.databaseUrl, pages })
  const { port } = await new Promise((resolve) => child.once('message', resolve))
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid, statements, stop: () => child.kill() }
}

async function shoot({ origin, path: address, headers, pid, postmaster }, length) {
  const tookMs = []
  const app = cpuSeconds([pid])
  const database = cpuSeconds(treeOf(postmaster))
  const shot = autocannon({ url: `${origin}${address}`, headers, connections: CONNECTIONS, ...length })
  shot.on('response', (_client, status, _bytes, ms) => tookMs.push(status === 200 ? ms : Number.POSITIVE_INFINITY))
  const { non2xx, errors, timeouts, duration } = await shot
  if (non2xx + errors + timeouts > 0) throw new Error(`${address}: ${non2xx} refusals, ${errors} errors, ${timeouts} timeouts.`)
  return {
    tookMs,
    perSecond: tookMs.length / duration,
    appMs: ((cpuSeconds([pid]) - app) * 1000) / tookMs.length,
    databaseMs: ((cpuSeconds(treeOf(postmaster)) - database) * 1000) / tookMs.length,
  }
}

/** The processor's time of a page in the app's threads, by part, in one turn of its own: to be profiled costs time. */
async function partsOf(target) {
  let pages = 0
  const parts = await partsWhile(target.pid, async () => {
    pages = (await shoot(target, { duration: TURN_SECONDS })).tookMs.length
  })
  const words = Object.entries(parts).map(([part, ms]) => `${part} ${(ms / pages).toFixed(2)}`)
  return `${words.join(', ')} ms`
}

async function describe(name, targets, statementCount, say) {
  const sent = async ({ origin, path: address, headers }) => {
    const response = await new Promise((resolve, reject) => {
      http.get(`${origin}${address}`, { headers }, resolve).on('error', reject)
    })
    let bytes = 0
    const chunks = []
    for await (const chunk of response) {
      bytes += chunk.length
      chunks.push(chunk)
    }
    const encoding = response.headers['content-encoding']
    const body = Buffer.concat(chunks)
    const plain = encoding === 'br' ? zlib.brotliDecompressSync(body) : encoding === 'gzip' ? zlib.gunzipSync(body) : body
    return { bytes, plainBytes: plain.length, encoding: encoding ?? 'none' }
  }
  const of = (target, value) => median(target.turns.map(value))
  const p95 = (target) =>
    percentile(
      target.turns.flatMap(({ tookMs }) => tookMs),
      0.95,
    )
  const { now, before, floor } = targets
  const weight = await sent(now)
  const figures = []
  const add = (what, value, beside, ratio, aim, met) =>
    figures.push({ what, value, ...(beside && { beside, ratio }), ...(aim && { aim, met }) })
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
  const line = (target, label) =>
    say(
      `${name}, ${label}: ${of(target, (t) => t.perSecond).toFixed(1)}/s, p95 ${p95(target).toFixed(0)} ms, ${of(target, (t) => t.appMs).toFixed(1)} + ${of(target, (t) => t.databaseMs).toFixed(1)} ms CPU`,
    )
  line(now, 'now')
  if (before) line(before, 'before')
  line(floor, 'floor')
  say(`${name}: ${statementCount} statements, ${kB(weight.bytes)} sent (${weight.encoding}) of ${kB(weight.plainBytes)}`)
  if (before) {
    const ratio = median(now.turns.map((turn, at) => turn.perSecond / before.turns[at].perSecond))
    add(`${name}: requests/s`, of(now, (t) => t.perSecond).toFixed(1), `${of(before, (t) => t.perSecond).toFixed(1)} (before)`, ratio)
    add(`${name}: p95`, `${p95(now).toFixed(0)} ms`, `${p95(before).toFixed(0)} ms (before)`, p95(now) / p95(before))
  }
  const cpu = (target) => of(target, (t) => t.appMs + t.databaseMs)
  add(
    `${name}: CPU a page`,
    `${cpu(now).toFixed(1)} ms`,
    `${cpu(floor).toFixed(1)} ms (floor)`,
    cpu(now) / cpu(floor),
    '× 4',
    cpu(now) <= 4 * cpu(floor),
  )
  add(`${name}: sent`, kB(weight.bytes))
  return figures
}

/** User and system time of processes, and of their children that are gone, in seconds. */
function cpuSeconds(pids) {
  let ticks = 0
  for (const pid of pids) {
    const file = `/proc/${pid}/stat`
    if (!existsSync(file)) continue
    const fields = readFileSync(file, 'utf8').split(') ').at(-1).split(' ')
    ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  }
  return ticks / TICKS_PER_SECOND
}

const treeOf = (pid) => [
  pid,
  ...readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number),
]

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
  } catch {
    return null
  }
}

function postmasterOf({ dataFolder }) {
  const file = readdirSync(dataFolder, { recursive: true }).find((name) => path.basename(String(name)) === 'postmaster.pid')
  return Number(readFileSync(path.join(dataFolder, String(file)), 'utf8').split('\n')[0])
}
