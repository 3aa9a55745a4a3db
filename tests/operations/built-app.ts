import { type ChildProcess, spawn } from 'node:child_process'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { withLock } from '../../start/folder-lock.mjs'
import { findFreePort } from '../../start/ports.mjs'
import { buildIfStale } from '../../start/products.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface BuiltApp {
  url: string
  port: number
  metricsPort: number
  child: ChildProcess
  /** What it logged: one object a line. Whatever is not JSON fails the test that reads it. */
  logLines(): LogLine[]
  /** Everything that it wrote to stderr. */
  complaints(): string
  /** Sends SIGTERM and waits: its exit code. */
  stop(): Promise<number | null>
}

export interface LogLine {
  msg: string
  requestId?: string
  path?: string
  status?: number
  [key: string]: unknown
}

/**
 * Starts the app as start.mjs does, the built one in production mode, on the database and LiveKit of this test file; builds it
 * where the sources are newer. What `env` sets comes on top.
 */
export async function startBuiltApp(env: Record<string, string> = {}): Promise<BuiltApp> {
  // Test files run at the same time; the build is made once.
  await withLock(path.join(ROOT, '.palier-clone.lock'), () => buildIfStale(ROOT, process.env))
  const port = Number(env['PORT'] ?? (await findFreePort()))
  const metricsPort = Number(env['METRICS_PORT'] ?? (await findFreePort()))
  const child = spawn(process.execPath, ['build/server.js'], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let complaints = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    complaints += chunk
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const listening = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => output.includes('Palier listens on') && resolve())
  })
  await Promise.race([
    listening,
    exited.then((code) => {
      throw new Error(`the app ended with ${code}: ${output}${complaints}`)
    }),
  ])
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    metricsPort,
    child,
    logLines: () =>
      output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as LogLine),
    complaints: () => complaints,
    stop: async () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** Sends bytes as they are, and reads all that comes until the other side closes. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    // A server that has answered may close while we still write.
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)))
  })
}

interface Asked {
  method?: string
  headers?: http.OutgoingHttpHeaders
  body?: string | Buffer
  agent?: http.Agent
}

export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

/** A request without anything that a browser or `fetch` adds: headers are what is given. */
export function ask(url: string, { method = 'GET', headers = {}, body, agent }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, ...(agent && { agent }) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Signs up as the first person of all, or by the open door; the Cookie header from then on. */
export async function signUp(url: string, email: string): Promise<string> {
  const body = new URLSearchParams({ name: 'Ana', email, password: 'a password of ten', workspaceName: 'Demo' }).toString()
  const answer = await ask(`${url}/sign-up`, { method: 'POST', headers: FORM, body })
  const cookie = answer.headers['set-cookie']?.find((one) => one.startsWith('palier='))
  if (!cookie) throw new Error(`no sign-up: ${answer.status} ${answer.body.slice(0, 300)}`)
  return cookie.split(';', 1)[0] ?? ''
}
