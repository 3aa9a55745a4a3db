import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from '../../start/processes.mjs'
import { makeScratchClone, READY, type ScratchClone } from './scratch-clone.ts'

let clone: ScratchClone

beforeEach(async () => {
  clone = await makeScratchClone()
})

afterEach(async () => {
  await clone.remove()
})

test('an empty folder becomes a running Palier, and Ctrl-C leaves nothing behind', async () => {
  const start = clone.start()
  await start.says(READY)
  expect(start.output()).toContain(`http://127.0.0.1:${clone.port}`)
  expect(start.output()).toContain('ana@demo.palier')
  expect(await clone.answer()).toMatchObject({ visits: 2, livekit: true })

  const pids = (['app', 'recorder', 'livekit', 'postgres'] as const).map(clone.pidOf)
  start.child.kill('SIGINT')
  expect(await start.ended).toBe(0)
  expect(pids.filter(isAlive)).toEqual([])
})

test('only the owner reads the data folder and its secrets, and no two installations share one', async () => {
  const start = clone.start()
  await start.says(READY)
  expect(statSync(clone.dataFolder).mode & 0o777).toBe(0o700)
  const open = readdirSync(clone.dataFolder).filter((name) => (statSync(path.join(clone.dataFolder, name)).mode & 0o077) !== 0)
  expect(open).toEqual([])
  const secrets = JSON.parse(readFileSync(path.join(clone.dataFolder, 'secrets.json'), 'utf8')) as Record<string, string>
  expect(secrets['sessionSecret']?.length).toBeGreaterThanOrEqual(32)
  expect(new Set(Object.values(secrets)).size).toBe(4)
})

test.each(['app', 'recorder', 'livekit', 'postgres'] as const)(
  '%s is started again after a kill -9, and the others stay',
  async (victim) => {
    const start = clone.start()
    await start.says(READY)
    const before = {
      app: clone.pidOf('app'),
      recorder: clone.pidOf('recorder'),
      livekit: clone.pidOf('livekit'),
      postgres: clone.pidOf('postgres'),
    }
    process.kill(before[victim], 'SIGKILL')
    await start.says('is back.')
    expect(await clone.answer()).toMatchObject({ visits: 2, livekit: true })
    for (const name of ['app', 'recorder', 'livekit', 'postgres'] as const) {
      if (name === victim) expect(clone.pidOf(name)).not.toBe(before[name])
      else expect(clone.pidOf(name)).toBe(before[name])
    }
  },
)

test('after a kill -9 of the start itself, the next one keeps the database and the calls, and brings a new app', async () => {
  const first = clone.start()
  await first.says(READY)
  const before = {
    app: clone.pidOf('app'),
    recorder: clone.pidOf('recorder'),
    livekit: clone.pidOf('livekit'),
    postgres: clone.pidOf('postgres'),
  }
  first.child.kill('SIGKILL')
  await first.ended
  expect(Object.values(before).filter(isAlive)).toHaveLength(4)

  const second = clone.start()
  await second.says(READY)
  expect(clone.pidOf('livekit')).toBe(before.livekit)
  expect(clone.pidOf('postgres')).toBe(before.postgres)
  expect([before.app, before.recorder].filter(isAlive)).toEqual([])
  expect(await clone.answer()).toMatchObject({ visits: 2, livekit: true })

  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  expect([before.livekit, before.postgres].filter(isAlive)).toEqual([])
})

test('what the start that was killed had adopted is watched too', async () => {
  const first = clone.start()
  await first.says(READY)
  first.child.kill('SIGKILL')
  await first.ended
  const second = clone.start()
  await second.says(READY)
  process.kill(clone.pidOf('livekit'), 'SIGKILL')
  await second.says('LiveKit is back.')
  expect(await clone.answer()).toMatchObject({ livekit: true })
})

test('of two starts on one folder, one runs and the other says who does', async () => {
  const both = [clone.start(), clone.start()]
  const loser = await Promise.race(both.map((start) => start.ended.then(() => start)))
  expect(loser.output()).toMatch(/Palier runs from .* already, at http.* \(process \d+\)/)
  expect(loser.output()).not.toMatch(/ {4}at /)
  const winner = both.find((start) => start !== loser)
  await winner?.says(READY)
  expect(await clone.answer()).toMatchObject({ visits: 2 })
})

test('a port that is taken is a sentence', async () => {
  const squatter = net.createServer().listen(clone.port, '127.0.0.1')
  await once(squatter, 'listening')
  try {
    const start = clone.start()
    expect(await start.ended).toBe(1)
    expect(start.output()).toMatch(new RegExp(`Port ${clone.port} is taken.*PORT=${clone.port + 1} npm start`))
    expect(start.output()).not.toMatch(/ {4}at /)
  } finally {
    squatter.close()
  }
})

test('a database that cannot be reached is a sentence', async () => {
  const start = clone.start({ DATABASE_URL: 'postgresql://ana@127.0.0.1:1/none' })
  expect(await start.ended).toBe(1)
  expect(start.output()).toContain('The database of DATABASE_URL cannot be used')
  expect(start.output()).not.toMatch(/ {4}at /)
})
