import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '../../start/ports.mjs'
import { hashSources, stampBuild } from '../../start/sources.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** An app small enough to start in no time; what start.mjs does with it is what it does with ours. */
const APP = `
import http from 'node:http'
import pg from 'pg'
const server = http.createServer(async (request, response) => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('SELECT count(*)::int AS visits FROM visits')
    const livekit = await fetch(process.env.LIVEKIT_URL.replace('ws', 'http'))
    response.end(JSON.stringify({ pid: process.pid, visits: rows[0].visits, livekit: livekit.ok }))
  } catch (error) {
    response.writeHead(503).end(String(error))
  } finally {
    await client.end()
  }
}).listen(Number(process.env.PORT), process.env.HOST)
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`

const RECORDER = `
setInterval(() => {}, 1000)
process.on('SIGTERM', () => process.exit(0))
`

/** The last thing a start says before it only watches. */
export const READY = 'Stop it with Ctrl-C'

export interface Start {
  child: ChildProcess
  /** All it said up to now. */
  output(): string
  /** Resolves once it has said this; rejects where it ends before. */
  says(words: string): Promise<void>
  ended: Promise<number | NodeJS.Signals>
}

export interface ScratchClone {
  dataFolder: string
  port: number
  start(env?: Record<string, string | undefined>): Start
  /** What the app answers, asked until it does. */
  answer(): Promise<{ pid: number; visits: number; livekit: boolean }>
  pidOf(what: 'app' | 'recorder' | 'livekit' | 'postgres'): number
  remove(): Promise<void>
}

/** A clone that is installed and built already, with its own data folder and port, to start and to hurt. */
export async function makeScratchClone(): Promise<ScratchClone> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'palier-clone-'))
  const dataFolder = path.join(root, '.palier')
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(path.join(ROOT, file), path.join(root, file))
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'))
  const migration = path.join(root, 'prisma/migrations/0_visits')
  mkdirSync(migration, { recursive: true })
  writeFileSync(path.join(migration, 'migration.sql'), 'CREATE TABLE visits (id int); INSERT INTO visits VALUES (1), (2);')
  mkdirSync(path.join(root, 'build'))
  writeFileSync(path.join(root, 'build/server.js'), APP)
  writeFileSync(path.join(root, 'build/recorder.js'), RECORDER)
  writeFileSync(path.join(root, 'build/seed.js'), `console.log('ana@demo.palier')`)
  const entry = JSON.stringify(path.join(ROOT, 'start/main.mjs'))
  writeFileSync(
    path.join(root, 'start.mjs'),
    `const { main } = await import(${entry}); await main(import.meta.dirname, process.argv.slice(2))`,
  )
  stampBuild(root, hashSources(root))

  const port = await findFreePort()
  const starts: Start[] = []
  const pidOf = (what: 'app' | 'recorder' | 'livekit' | 'postgres') => {
    if (what === 'postgres') return Number(readFileSync(path.join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    const { pid } = JSON.parse(readFileSync(path.join(dataFolder, `${what}.pid`), 'utf8')) as { pid: number }
    return pid
  }
  const start = (env: Record<string, string | undefined> = {}) => {
    const started = launch(root, { ...cleanEnvironment(), PORT: String(port), ...env })
    starts.push(started)
    return started
  }
  const remove = async () => {
    // Whatever a test left, one more start knows how to find and stop.
    for (const { child, ended } of starts) {
      child.kill('SIGTERM')
      await ended
    }
    const last = launch(root, { ...cleanEnvironment(), PORT: String(port) })
    await last.says(READY).catch(() => {})
    last.child.kill('SIGTERM')
    await last.ended
    rmSync(root, { recursive: true, force: true })
  }
  return { dataFolder, port, start, answer: () => answerOf(port), pidOf, remove }
}

/** What the setting up of these tests put into the environment is not what a person has there. */
function cleanEnvironment(): Record<string, string | undefined> {
  const unwanted = /^(NODE_ENV|NODE_OPTIONS|DATABASE_URL|LIVEKIT_|SESSION_SECRET|PALIER_|PUBLIC_URL|HOST$|PORT$|VITEST|METRICS_PORT)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)))
}

function launch(root: string, env: Record<string, string | undefined>): Start {
  const child = spawn(process.execPath, ['start.mjs'], { cwd: root, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  // Its children hold the same pipe, and may outlive it: "exit", not "close".
  const ended = new Promise<number | NodeJS.Signals>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? -1)))
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(words) && resolve()
      look()
      child.stdout.on('data', look)
      ended.then((why) =>
        output.includes(words) ? resolve() : reject(new Error(`start ended (${why}) without saying "${words}":\n${output}`)),
      )
    })
  return { child, output: () => output, says, ended }
}

async function answerOf(port: number): Promise<{ pid: number; visits: number; livekit: boolean }> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    if (response?.ok) return (await response.json()) as { pid: number; visits: number; livekit: boolean }
    await response?.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
