import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '../../start/ports.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')
const START_TIMEOUT_MS = 10 * 60_000

/**
 * Starts the product as a person would, by start.mjs, on an empty data folder and free ports; stops it after the last journey.
 * What it says goes to test-results/start.log. With `PALIER_TEST_URL` and `PALIER_TEST_DATA_DIR` set, a running one is used.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['PALIER_TEST_URL']) return async () => {}
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'palier-journeys-'))
  const port = await findFreePort()
  mkdirSync(path.join(ROOT, 'test-results'), { recursive: true })
  const logFile = path.join(ROOT, 'test-results/start.log')
  const log = createWriteStream(logFile)
  const env = withoutOutsideServices({ ...process.env, PORT: String(port), HOST: '127.0.0.1', PALIER_DATA_DIR: dataFolder })
  const child = spawn(process.execPath, ['start.mjs'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<string>((resolve) => child.once('close', (code, signal) => resolve(String(code ?? signal))))
  child.stderr.pipe(log, { end: false })
  const ready = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      log.write(chunk)
      if (chunk.includes('Stop it with Ctrl-C')) resolve('ready')
    })
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
    rmSync(dataFolder, { recursive: true, force: true })
  }
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('nothing for ten minutes'), START_TIMEOUT_MS)
  })
  const outcome = await Promise.race([ready, exited, timeout])
  clearTimeout(timer)
  if (outcome !== 'ready') {
    await stop()
    throw new Error(`Palier did not start (${outcome}):\n${readFileSync(logFile, 'utf8')}`)
  }
  process.env['PALIER_TEST_URL'] = `http://127.0.0.1:${port}`
  process.env['PALIER_TEST_DATA_DIR'] = dataFolder
  return stop
}

/** The journeys stop, kill and fill what they run against: never what the environment of a developer points at. */
function withoutOutsideServices(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const outside = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'PUBLIC_URL', 'SESSION_SECRET', 'METRICS_PORT']
  return { ...env, ...Object.fromEntries(outside.map((name) => [name, ''])) }
}
