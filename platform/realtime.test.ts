import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { io, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findFreePort } from '../start/ports.mjs'

const redisPort = await findFreePort()
process.env['REDIS_URL'] = `redis://127.0.0.1:${redisPort}`
const { attachRealtime, closeRealtime, publish } = await import('./realtime.server.ts')
const told = { name: 'told', payload: z.object({ word: z.string() }) } as const
const server = http.createServer()
let redis: ChildProcess | undefined
let socket: Socket | undefined

afterAll(() => {
  socket?.disconnect()
  server.closeAllConnections()
  server.close()
  redis?.kill()
})

test('a start goes on without Redis, and joins the other processes once it is there', async () => {
  await attachRealtime(server, async () => ({ memberId: 'ana', signInId: 'one' }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const connecting = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { transports: ['websocket'], reconnection: false })
  socket = connecting
  await once(connecting as unknown as NodeJS.EventEmitter, 'ready')
  const heard = once(connecting as unknown as NodeJS.EventEmitter, 'told')
  publish('member:ana', told, { word: 'hello' })
  expect(await heard).toEqual([{ word: 'hello' }])

  redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' })
  const looking = createClient({ url: `redis://127.0.0.1:${redisPort}` })
  looking.on('error', () => {})
  await looking.connect()
  await expect.poll(() => looking.pubSubNumPat(), { timeout: 10_000 }).toBe(1)
  looking.destroy()
})

test('a process stops also where Redis has gone', async () => {
  const gone = redis && once(redis, 'exit')
  redis?.kill('SIGKILL')
  await gone
  publish('member:ana', told, { word: 'nobody hears this elsewhere' })
  await closeRealtime()
})
