import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { guardServer } from './entrance.server.ts'

const open: http.Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** A server that answers `/` and does as `break` says before. */
async function serve(breakIt: (server: http.Server) => void) {
  const server = http.createServer((request, response) => {
    if (request.url === '/broken') throw new Error('a listener of requests throws')
    response.end('well')
  })
  guardServer(server, 'test', ['/ws'])
  breakIt(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(server)
  return (server.address() as AddressInfo).port
}

async function say(port: number, ...parts: string[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk
    const next = parts.shift()
    if (next !== undefined) socket.write(next)
  })
  socket.on('error', () => {})
  socket.write(parts.shift() ?? '')
  await once(socket, 'close')
  return answer.slice(0, 12)
}

const head = 'HTTP/1.1\r\nHost: palier.example\r\nConnection: close\r\n\r\n'
const upgrade = (target: string) =>
  `GET ${target} HTTP/1.1\r\nHost: palier.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n`
const isWell = async (port: number) => expect(await say(port, `GET / ${head}`)).toBe('HTTP/1.1 200')

test('a listener that throws costs its request, and nothing else', async () => {
  const port = await serve(() => {})
  expect(await say(port, `GET /broken ${head}`)).toBe('HTTP/1.1 500')
  await isWell(port)
})

test.each(['/livekit/\\[', '/ws/\\[', '//[', '/ws/%00', 'ws', 'http://[', '/\\evil.example/ws'])(
  'an upgrade to %s is refused',
  async (target) => {
    const port = await serve((server) => server.on('upgrade', () => expect.unreachable()))
    expect(await say(port, upgrade(target))).toBe('HTTP/1.1 400')
    await isWell(port)
  },
)

test('an upgrade that nobody serves is refused at once; one to somebody is passed on', async () => {
  const port = await serve((server) => server.on('upgrade', (_, socket: Duplex) => socket.end('taken by us')))
  expect(await say(port, upgrade('/nowhere'))).toBe('HTTP/1.1 404')
  expect(await say(port, upgrade('/ws-not'))).toBe('HTTP/1.1 404')
  expect(await say(port, upgrade('/ws/any'))).toBe('taken by us')
})

test('listeners of upgrades, connections, broken requests and bytes may throw, whoever added them', async () => {
  const port = await serve((server) => {
    server.on('upgrade', (request, socket: Duplex) => {
      if (request.url === '/ws/throws') throw new Error('a listener of upgrades throws')
      socket.write('hello')
      socket.on('data', () => {
        throw new Error('a listener of bytes throws')
      })
    })
    server.on('clientError', () => {
      throw new Error('a listener of broken requests throws')
    })
    server.once('connection', () => {
      throw new Error('a listener of connections throws')
    })
  })
  expect(await say(port, `GET / ${head}`)).toBe('')
  expect(await say(port, upgrade('/ws/throws'))).toBe('HTTP/1.1 400')
  expect(await say(port, upgrade('/ws/bytes'), 'a frame')).toBe('hello')
  expect(await say(port, 'no HTTP at all\r\n\r\n')).toBe('')
  await isWell(port)
})

test('what escapes every guard is told, again and again in one line, and ends no process', () => {
  const program = `
    const { stayUp } = await import('#platform/entrance.server.ts')
    const { registry } = await import('#platform/metrics.server.ts')
    stayUp()
    for (let i = 0; i < 50; i++) setImmediate(() => { throw new Error('a timer throws') })
    Promise.reject(new Error('nobody waits for this'))
    Promise.reject(undefined)
    setTimeout(async () => {
      console.error('up', (await registry.getSingleMetricAsString('palier_escaped_errors_total')).match(/\\d+$/gm).join())
      process.exit(0)
    }, 0)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, LOG_LEVEL: 'info' },
  })
  expect(stderr).toMatch(/^up /m)
  expect(status).toBe(0)
  const lines = stdout.split('\n').filter((line) => line.includes('an error escaped'))
  expect(lines.length).toBeGreaterThan(2)
  // The log counts what it has written often enough.
  expect(lines.length).toBeLessThan(52)
})

test('what Node warns of is logged by its words and its trace, and counted', () => {
  const program = `
    const { EventEmitter } = await import('node:events')
    const { stayUp } = await import('#platform/entrance.server.ts')
    const { registry } = await import('#platform/metrics.server.ts')
    stayUp()
    const line = Object.assign(new EventEmitter(), { cookie: 'a secret of its owner' })
    for (let i = 0; i < 11; i++) line.on('close', () => {})
    setImmediate(async () => {
      console.error('counted', (await registry.getSingleMetricAsString('palier_process_warnings_total')).match(/^palier.*/m)[0])
      process.exit(0)
    })`
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, LOG_LEVEL: 'info' },
  })
  expect(stderr).toContain('counted palier_process_warnings_total{name="MaxListenersExceededWarning"} 1')
  const line = stdout.split('\n').find((one) => one.includes('MaxListenersExceededWarning')) ?? ''
  expect(JSON.parse(line)).toMatchObject({ level: 40, warning: { stack: expect.stringContaining(' at ') } })
  expect(stdout).not.toContain('a secret of its owner')
})
