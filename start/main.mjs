import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '../prisma/migrate.mjs'
import { openApp, stopLeftOverApp } from './app.mjs'
import { keepSecrets, prepareDataFolder } from './data-folder.mjs'
import { getFfmpeg } from './ffmpeg.mjs'
import { tryLock, withLock } from './folder-lock.mjs'
import { findLivekitServer } from './livekit-binary.mjs'
import { livekitStopStages, prepareLivekit } from './livekit-server.mjs'
import { installPackages } from './packages.mjs'
import { keepPort, requireFreePort } from './ports.mjs'
import { openPostgres, postgresStopStages } from './postgres.mjs'
import { endHelpers } from './processes.mjs'
import { buildIfStale, generateIfStale, seed } from './products.mjs'
import { openRecorder, RECORDER_STOP_STAGES, stopLeftOverRecorder } from './recorder.mjs'
import { Refusal, say, sentenceFor, step } from './say.mjs'
import { localName, readEnvFile, readSettings } from './settings.mjs'
import { keepRunning } from './supervisor.mjs'

/** Where Prometheus looks first for what is written in this format. */
const METRICS_PORT = 9464
const APP_STOP_STAGES = [{ signal: 'SIGTERM', waitMs: 15_000 }]

/**
 * Makes the machine ready and keeps Palier running until a signal; the whole of `npm start`, `npm run dev` and `npm run seed`.
 *
 * @param {string} root The clone.
 * @param {string[]} flags `--dev`: the app from its sources, restarted when they change. `--seed`: only puts the demo company in.
 */
export async function main(root, flags) {
  const children = []
  const stopping = onStopSignals(children)
  let release = () => {}
  try {
    const env = readEnvFile(path.join(root, '.env'), process.env)
    const settings = readSettings(env, root)
    prepareDataFolder(settings.dataFolder)
    const only = tryLock(path.join(settings.dataFolder, 'start.lock'), addressOf(settings))
    if ('release' in only) release = only.release
    const work = flags.includes('--seed') ? seedOnly : start
    await work({ root, env, settings, children, dev: flags.includes('--dev'), other: only.holder, stopping })
    if (!flags.includes('--seed')) return stopping.whenDone(release)
    await stopAll(children)
    release()
    process.exit(0)
  } catch (error) {
    if (!stopping.requested) console.error(`\n${sentenceFor(error)}`)
    await stopAll(children)
    release()
    process.exit(stopping.requested ? 0 : 1)
  }
}

async function start({ root, env, settings, children, dev, other, stopping }) {
  if (other) {
    throw new Refusal(
      `Palier runs from ${settings.dataFolder} already, at ${other.note} (process ${other.pid}): stop that one first, or give this one a PALIER_DATA_DIR and a PORT of its own.`,
    )
  }
  const { dataFolder } = settings
  await Promise.all([stopLeftOverApp(dataFolder), stopLeftOverRecorder(dataFolder)])
  await requireFreePort(settings.port, settings.host)
  const secrets = keepSecrets(dataFolder)
  // One clone may serve two data folders; what is made in the clone is made once.
  await withLock(path.join(root, '.palier-clone.lock'), async () => {
    await installPackages(root)
    stopping.check()
    await (dev ? generateIfStale(root, env) : buildIfStale(root, env))
  })
  stopping.check()

  await getFfmpeg(env)
  const binary = settings.outsideLivekit ? '' : await findLivekitServer(env)
  stopping.check()

  const openDatabase = async () => {
    const { databaseUrl } = settings
    const url = databaseUrl ?? (await openOwnDatabase({ root, settings, secrets, children }))
    stopping.check()
    await migrateWithWords(url, root)
    return url
  }
  const openLivekit = async () => {
    if (settings.outsideLivekit) return settings.outsideLivekit
    const server = await prepareLivekit({ settings, secrets, binary, nodeIp: env.LIVEKIT_NODE_IP })
    const child = keepRunning({ name: 'LiveKit', open: server.open, stopStages: livekitStopStages })
    children.push(child)
    await child.start()
    return { url: server.url, key: secrets.livekitKey, secret: secrets.livekitSecret }
  }
  const [databaseUrl, livekit] = await allOrFirstError([openDatabase(), openLivekit()])
  stopping.check()

  const childEnv = {
    ...env,
    ...(await childEnvironment(settings, secrets, { databaseUrl, livekit, dev, metricsPort: env.METRICS_PORT })),
  }
  const app = keepRunning({
    name: 'The app',
    open: openApp({ root, dev, env: childEnv, pidFile: path.join(dataFolder, 'app.pid'), url: localUrl(settings) }),
    stopStages: APP_STOP_STAGES,
  })
  children.push(app)
  const recorder = keepRunning({
    name: 'The recorder',
    open: openRecorder({ root, dev, env: childEnv, dataFolder }),
    stopStages: RECORDER_STOP_STAGES,
  })
  children.push(recorder)
  const demo = settings.demoWelcome ? seed(root, childEnv, { dev, ifEmpty: true }) : Promise.resolve([])
  const [, signIns] = await allOrFirstError([step('Starting', () => app.start()), demo])
  stopping.check()
  await recorder.start()
  say(`\n  Palier is at ${addressOf(settings)}\n`)
  for (const line of signIns) say(`  ${line}`)
  say(`\n  Everything it knows is in ${dataFolder}. Stop it with Ctrl-C.\n`)
}

async function seedOnly({ root, env, settings, children, dev }) {
  await installPackages(root)
  await (dev ? generateIfStale(root, env) : buildIfStale(root, env))
  const secrets = keepSecrets(settings.dataFolder)
  const databaseUrl = settings.databaseUrl ?? (await openOwnDatabase({ root, settings, secrets, children }))
  await migrateWithWords(databaseUrl, root)
  // Seeding calls nobody; it needs an address that is well formed.
  const livekit = settings.outsideLivekit ?? { url: 'ws://127.0.0.1:7880', key: secrets.livekitKey, secret: secrets.livekitSecret }
  const childEnv = { ...env, ...(await childEnvironment(settings, secrets, { databaseUrl, livekit, dev, metricsPort: env.METRICS_PORT })) }
  for (const line of await seed(root, childEnv, { dev, ifEmpty: false })) say(line)
}

async function openOwnDatabase({ root, settings, secrets, children }) {
  const { dataFolder } = settings
  let url
  let attached = false
  const child = keepRunning({
    name: 'PostgreSQL',
    stopStages: postgresStopStages,
    open: async (track) => {
      const fixedPort = url && Number(new URL(url).port)
      const opened = await openPostgres({ root, dataFolder, password: secrets.databasePassword, fixedPort, track })
      ;({ url, attached } = opened)
    },
  })
  // A server that another start keeps is not ours to stop.
  const ours = isOurs(dataFolder)
  if (ours) children.unshift(child)
  const isNew = !existsSync(path.join(dataFolder, 'postgres'))
  await (isNew ? step('Making the database', () => child.start()) : child.start())
  if (!ours && !attached) children.unshift(child)
  return url
}

function isOurs(dataFolder) {
  try {
    return JSON.parse(readFileSync(path.join(dataFolder, 'start.lock'), 'utf8')).pid === process.pid
  } catch {
    return false
  }
}

async function migrateWithWords(databaseUrl, root) {
  const applied = await migrate(databaseUrl, path.join(root, 'prisma/migrations')).catch((error) => {
    if (['ECONNREFUSED', 'ENOTFOUND', '28P01', '28000', '3D000', 'ETIMEDOUT'].includes(error.code)) {
      throw new Refusal(
        `The database of DATABASE_URL cannot be used (${error.message || error.code}): check the address, and that its server runs.`,
      )
    }
    throw error
  })
  if (applied.length > 0) say(`✓ Brought the database up to date (${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'})`)
}

async function childEnvironment(settings, secrets, { databaseUrl, livekit, dev, metricsPort }) {
  return {
    NODE_ENV: dev ? 'development' : 'production',
    HOST: settings.host,
    PORT: String(settings.port),
    METRICS_PORT: metricsPort || String(await keepPort(settings.dataFolder, 'metrics', { preferred: METRICS_PORT })),
    ...(settings.publicUrl ? { PUBLIC_URL: settings.publicUrl } : {}),
    PALIER_DATA_DIR: settings.dataFolder,
    DATABASE_URL: databaseUrl,
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.key,
    LIVEKIT_API_SECRET: livekit.secret,
    SESSION_SECRET: settings.sessionSecret ?? secrets.sessionSecret,
  }
}

function localUrl({ host, port }) {
  return `http://${localName(host)}:${port}`
}

/** What a person opens. */
function addressOf(settings) {
  return settings.publicUrl ?? localUrl(settings)
}

/** Like Promise.all, but the others have come to rest when it rejects, so that what they started can be stopped. */
async function allOrFirstError(promises) {
  const results = await Promise.allSettled(promises)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return results.map((result) => result.value)
}

/** Last started, first stopped: the app drains while its database is there. */
async function stopAll(children, hurry) {
  for (const child of [...children].reverse()) await child.stop(hurry)
}

/** The first signal stops everything in order, a second one does not wait. */
function onStopSignals(children) {
  const hurry = new AbortController()
  const state = { requested: false, started: false, release: () => {} }
  const stopNow = async () => {
    await stopAll(children, hurry.signal)
    state.release()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (state.requested) {
        if (hurry.signal.aborted) return
        say('Stopping at once.')
        hurry.abort()
        if (!state.started) stopNow()
        return
      }
      state.requested = true
      endHelpers()
      say('\nStopping. Once more stops at once.')
      if (state.started) stopNow()
    })
  }
  return {
    get requested() {
      return state.requested
    },
    /** While things are still being started, a stop takes hold between two steps. */
    check() {
      if (state.requested) throw new Refusal('Stopped.')
    },
    /** From here on a signal stops everything itself. */
    whenDone(release) {
      state.started = true
      state.release = release
      if (state.requested) stopNow()
    },
  }
}
