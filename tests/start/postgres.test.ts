import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPostgres, postgresStopStages } from '../../start/postgres.mjs'
import { isAlive, type Running, stop } from '../../start/processes.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')
let dataFolder: string
let servers: Running[]

beforeEach(() => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'palier-postgres-'))
  servers = []
})

afterEach(async () => {
  for (const server of servers) await stop(server, postgresStopStages)
  rmSync(dataFolder, { recursive: true, force: true })
})

async function open(options: { unshareCommand?: string; leftoverTimeoutMs?: number; password?: string } = {}) {
  const track = (running: Running) => servers.push(running)
  return openPostgres({ root: ROOT, dataFolder, password: 'of this test', parameters: { fsync: 'off' }, track, ...options })
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function killServer(pid: number) {
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
}

test('two that race on an empty folder share one server', async () => {
  const [one, other] = await Promise.all([open(), open()])
  expect(one.url).toBe(other.url)
  expect(one.running.pid).toBe(other.running.pid)
  expect([one.attached, other.attached].sort()).toEqual([false, true])
})

test('what was committed outlives a kill -9, on the same address', async () => {
  const first = await open()
  const client = await connect(first.url)
  await client.query('CREATE TABLE kept AS SELECT 42 AS answer')
  await killServer(first.running.pid)
  const second = await open()
  expect(second.url).toBe(first.url)
  const again = await connect(second.url)
  expect((await again.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }])
  await again.end()
})

test('a pid file that names somebody else is no hindrance', async () => {
  const first = await open()
  const file = path.join(dataFolder, 'postgres/postmaster.pid')
  const lines = readFileSync(file, 'utf8').split('\n')
  await stop(first.running, postgresStopStages)
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'))
  const second = await open()
  expect(second.attached).toBe(false)
})

test('where root may not have a user namespace, nobody runs it', async () => {
  const { url } = await open({ unshareCommand: 'false' })
  const client = await connect(url)
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await client.end()
})

test('a backend that outlived its server is ended', async () => {
  const first = await open()
  const client = await connect(first.url)
  const sleeping = client.query('SELECT pg_sleep(600)').catch(() => 'cut off')
  await killServer(first.running.pid)
  await open()
  expect(await sleeping).toBe('cut off')
})

test('a backend that cannot be ended is named by its pid', async () => {
  const first = await open()
  const client = await connect(first.url)
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = Number(rows[0]?.pid)
  process.kill(pid, 'SIGSTOP')
  try {
    await killServer(first.running.pid)
    await expect(open({ leftoverTimeoutMs: 0 })).rejects.toThrow(`kill -QUIT ${pid}`)
  } finally {
    process.kill(pid, 'SIGKILL')
  }
})

test('another password than the one it was made with is a sentence', async () => {
  await open()
  await expect(open({ password: 'another' })).rejects.toThrow('does not know the password in secrets.json')
})

test('a cluster of another PostgreSQL is left alone', async () => {
  const { running } = await open()
  await stop(running, postgresStopStages)
  writeFileSync(path.join(dataFolder, 'postgres/PG_VERSION'), '16\n')
  await expect(open()).rejects.toThrow('was made by PostgreSQL 16')
})
