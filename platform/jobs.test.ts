import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { cancelJob, enqueueJob, handleJobs, type JobKind, purgeJobs, runDueJobs, startJobs } from './jobs.server.ts'

const payload = z.object({ word: z.string() })
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, seconds))

function kindOf(afterDeath: JobKind['afterDeath'] = 'again'): JobKind<typeof payload> {
  return { name: `test.${randomUUID()}`, payload, afterDeath }
}

test('a job is done once, when it is due, however many processes look', async () => {
  const kind = kindOf()
  const words: string[] = []
  handleJobs(kind, async ({ word }) => void words.push(word))
  await enqueueJob(db, kind, { word: 'now' }, { runAt: at(0) })
  await enqueueJob(db, kind, { word: 'later' }, { runAt: at(60) })
  await Promise.all(Array.from({ length: 8 }, () => runDueJobs(at(1))))
  expect(words).toEqual(['now'])
  await runDueJobs(at(61))
  expect(words).toEqual(['now', 'later'])
})

test('asking again with the same key changes nothing, also after it was done; taken back, it is not done', async () => {
  const kind = kindOf()
  const words: string[] = []
  handleJobs(kind, async ({ word }) => void words.push(word))
  const key = randomUUID()
  expect(await enqueueJob(db, kind, { word: 'once' }, { key, runAt: at(0) })).toBe(true)
  expect(await enqueueJob(db, kind, { word: 'twice' }, { key, runAt: at(0) })).toBe(false)
  await runDueJobs(at(1))
  expect(await enqueueJob(db, kind, { word: 'thrice' }, { key, runAt: at(0) })).toBe(false)
  const other = randomUUID()
  await enqueueJob(db, kind, { word: 'taken back' }, { key: other, runAt: at(0) })
  await cancelJob(db, other)
  await runDueJobs(at(2))
  expect(words).toEqual(['once'])
})

test('what fails is tried again with growing pauses, then given up with its last error', async () => {
  const kind = kindOf()
  let tries = 0
  handleJobs(kind, async () => {
    tries++
    throw new Error(`no ${tries}`)
  })
  const key = randomUUID()
  await enqueueJob(db, kind, { word: 'never' }, { key, runAt: at(0) })
  await runDueJobs(at(0))
  await runDueJobs(at(1))
  expect(tries).toBe(1)
  await runDueJobs(at(2))
  expect(tries).toBe(2)
  for (let day = 1; day <= 10; day++) await runDueJobs(at(day * 86_400))
  expect(tries).toBe(8)
  expect(await db.job.findUnique({ where: { key } })).toMatchObject({ error: 'no 8', failedAt: expect.any(Date), doneAt: null })
})

test.each(['again', 'never'] as const)('after a death in the middle: %s', async (afterDeath) => {
  const kind = kindOf(afterDeath)
  const words: string[] = []
  handleJobs(kind, async ({ word }) => void words.push(word))
  const key = randomUUID()
  await enqueueJob(db, kind, { word: 'mail' }, { key, runAt: at(0) })
  // As a process leaves it that claimed the job and was killed.
  await db.job.update({ where: { key }, data: { attempts: 1, claimedUntil: at(300) } })
  await runDueJobs(at(200))
  expect(words).toEqual([])
  await runDueJobs(at(301))
  expect(words).toEqual(afterDeath === 'again' ? ['mail'] : [])
  const job = await db.job.findUniqueOrThrow({ where: { key } })
  expect(afterDeath === 'again' ? job.doneAt : job.failedAt).toBeInstanceOf(Date)
})

test('a killed process is noticed in seconds, and one goes on with its work; one that only stands still is waited for', async () => {
  const kind = kindOf()
  const words: string[] = []
  await enqueueJob(db, kind, { word: 'film' })
  const other = spawn(process.execPath, ['--import', 'tsx', 'tests/hang-at-jobs.ts', kind.name], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(other, 'exit')
  try {
    expect(String(await once(other.stdout, 'data'))).toBe('film\n')
    handleJobs(kind, async ({ word }) => void words.push(word))
    const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000)
    // Its event loop does nothing any more, nor does it renew anything; its connection stands.
    other.kill('SIGSTOP')
    await runDueJobs(inSeconds(120))
    expect(words).toEqual([])

    other.kill('SIGKILL')
    await exited
    await runDueJobs()
    expect(words).toEqual([])
    await vi.waitFor(async () => {
      await Promise.all(Array.from({ length: 8 }, () => runDueJobs(inSeconds(12))))
      expect(words).toEqual(['film'])
    })
  } finally {
    other.kill('SIGKILL')
  }
}, 60_000)

test('whoever finds that another has taken over leaves off, and does not touch its claim', async () => {
  const kind = kindOf()
  const key = randomUUID()
  let leftOff = false
  handleJobs(kind, async (_payload, { signal }) => {
    await db.job.update({ where: { key }, data: { claimedBy: randomUUID() } })
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    leftOff = true
    throw new Error('left off')
  })
  await enqueueJob(db, kind, { word: 'film' }, { key })
  const stop = startJobs()
  await vi.waitFor(() => expect(leftOff).toBe(true), { timeout: 15_000 })
  await stop()
  expect(await db.job.findUniqueOrThrow({ where: { key } })).toMatchObject({
    claimedUntil: expect.any(Date),
    doneAt: null,
    attempts: 1,
    error: null,
  })
  await db.job.delete({ where: { key } })
})

test('a failure that was seen is tried again, also of what must not be done twice', async () => {
  const kind = kindOf('never')
  const words: string[] = []
  let fails = true
  handleJobs(kind, async ({ word }) => {
    if (fails) throw new Error('the mail server is away')
    words.push(word)
  })
  await enqueueJob(db, kind, { word: 'mail' }, { runAt: at(0) })
  await runDueJobs(at(0))
  fails = false
  await runDueJobs(at(3))
  expect(words).toEqual(['mail'])
})

test('done in the transaction of its effect, it is undone with it', async () => {
  const kind = kindOf()
  let fails = true
  handleJobs(kind, async (_payload, { finish }) => {
    await db.$transaction(async (tx) => {
      await finish(tx)
      if (fails) throw new Error('rolled back')
    })
  })
  const key = randomUUID()
  await enqueueJob(db, kind, { word: 'both' }, { key, runAt: at(0) })
  await runDueJobs(at(0))
  expect((await db.job.findUniqueOrThrow({ where: { key } })).doneAt).toBeNull()
  fails = false
  await runDueJobs(at(3))
  expect((await db.job.findUniqueOrThrow({ where: { key } })).doneAt).toEqual(at(3))
})

test('what is put off is no try: it runs again then, however often', async () => {
  const kind = kindOf()
  let tries = 0
  handleJobs(kind, async (_payload, { postpone, attempt }) => {
    expect(attempt).toBe(1)
    if (++tries < 12) postpone(at(tries * 60))
  })
  const key = randomUUID()
  await enqueueJob(db, kind, { word: 'wait' }, { key, runAt: at(0) })
  for (let minute = 0; minute < 12; minute++) {
    await runDueJobs(at(minute * 60))
    await runDueJobs(at(minute * 60 + 1))
  }
  expect(tries).toBe(12)
  expect((await db.job.findUniqueOrThrow({ where: { key } })).doneAt).toEqual(at(11 * 60))
})

test('long work keeps nothing else waiting, and leaves off at a stop, to be gone on with', async () => {
  const [long, short] = [kindOf(), kindOf()]
  const words: string[] = []
  handleJobs(long, async ({ word }, { signal }) => {
    words.push(word)
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left off'))))
  })
  handleJobs(short, async ({ word }) => void words.push(word))
  const key = randomUUID()
  await enqueueJob(db, long, { word: 'film' }, { key, runAt: at(0) })
  const stop = startJobs()
  await vi.waitFor(() => expect(words).toEqual(['film']), { timeout: 15_000 })
  await enqueueJob(db, short, { word: 'mail' }, { runAt: at(0) })
  await vi.waitFor(() => expect(words).toEqual(['film', 'mail']), { timeout: 15_000 })
  await stop()
  expect(await db.job.findUniqueOrThrow({ where: { key } })).toMatchObject({
    doneAt: null,
    failedAt: null,
    claimedUntil: null,
    attempts: 0,
  })
  await db.job.delete({ where: { key } })
})

describe('the database goes away while a job fails', () => {
  const goesAway = async () => {
    await db.$executeRaw`ALTER TABLE "Job" RENAME TO "JobAway"`
    throw new Error('the database is away')
  }
  const comesBack = () => db.$executeRaw`ALTER TABLE IF EXISTS "JobAway" RENAME TO "Job"`
  afterEach(comesBack)

  test('that it failed is written once it is back: it runs again, also where it must not be done twice', async () => {
    const kind = kindOf('never')
    let tries = 0
    handleJobs(kind, async () => {
      if (++tries === 1) await goesAway()
    })
    const key = randomUUID()
    await enqueueJob(db, kind, { word: 'mail' }, { key })
    const stop = startJobs()
    const patiently = { timeout: 20_000 }
    await vi.waitFor(() => expect(tries).toBe(1), patiently)
    await expect(db.job.count()).rejects.toThrow()
    await comesBack()
    await vi.waitFor(async () => expect(await db.job.findUnique({ where: { key } })).toMatchObject({ doneAt: expect.any(Date) }), patiently)
    await stop()
    expect(tries).toBe(2)
  }, 30_000)

  test('a process that stops meanwhile ends in peace, and another goes on with the job', async () => {
    const kind = kindOf()
    let tries = 0
    handleJobs(kind, async () => {
      if (++tries === 1) await goesAway()
    })
    await enqueueJob(db, kind, { word: 'film' })
    const stop = startJobs()
    await vi.waitFor(() => expect(tries).toBe(1), { timeout: 20_000 })
    await stop()
    await comesBack()
    await runDueJobs(new Date(Date.now() + 12_000))
    expect(tries).toBe(2)
  }, 30_000)
})

test('what was done long ago is forgotten', async () => {
  const kind = kindOf()
  handleJobs(kind, async () => {})
  const key = randomUUID()
  await enqueueJob(db, kind, { word: 'old' }, { key, runAt: at(0) })
  await runDueJobs(at(0))
  await purgeJobs(at(59 * 86_400))
  expect(await db.job.count({ where: { key } })).toBe(1)
  await purgeJobs(at(61 * 86_400))
  expect(await db.job.count({ where: { key } })).toBe(0)
})
