import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'
import { ask, type BuiltApp, signUp, startBuiltApp } from './built-app.ts'

const livekit = await startLivekit()
let app: BuiltApp
let cookie: string

beforeAll(async () => {
  app = await startBuiltApp()
  cookie = await signUp(app.url, 'ana@demo.palier')
}, 300_000)
afterAll(async () => {
  await livekit.stop()
})

test('a stop lets what is being answered finish, lets sockets go, takes nothing new, and ends well', async () => {
  const socket = io(app.url, { path: '/socket.io', transports: ['websocket'], reconnection: false, extraHeaders: { cookie } })
  await once(socket as unknown as NodeJS.EventEmitter, 'ready')
  const idle = new http.Agent({ keepAlive: true })
  await ask(`${app.url}/healthz`, { agent: idle })

  // A form of which the second half is still under way: it needs the database once it is whole.
  const form = new URLSearchParams({ email: 'ana@demo.palier', password: 'a password of ten' }).toString()
  const request = http.request(`${app.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': form.length },
  })
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => request.on('response', resolve).on('error', reject))
  request.write(form.slice(0, 20))
  await ask(`${app.url}/healthz`)

  const dropped = new Promise<string>((resolve) => socket.on('disconnect', resolve))
  const exited = app.stop()
  // A reason after which socket.io-client comes back by itself; after "io server disconnect" it would not.
  expect(await dropped).toBe('transport close')
  const refused = net.connect(app.port, '127.0.0.1')
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')

  request.end(form.slice(20))
  const answer = await answered
  answer.resume()
  expect(answer.statusCode).toBe(302)
  // Nobody kept it waiting: it would have given up with 1, or have said whom it cut off.
  expect(await exited).toBe(0)
  expect(app.complaints()).toBe('')
  expect(app.logLines().filter((line) => Number(line['level']) >= 40)).toEqual([])
})
