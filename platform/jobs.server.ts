import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { type Db, db, type Job, type Prisma, type Tx } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { jobCount } from '#platform/metrics.server.ts'
import { showAlive } from '#platform/show-alive.server.ts'

/** What a job is to be done with: plain JSON. */
type JobPayload = z.ZodType<unknown, Prisma.InputJsonObject>

/** A kind of work that rows of `Job` ask for. Defined next to what does it. */
export interface JobKind<Payload extends JobPayload = JobPayload> {
  readonly name: string
  readonly payload: Payload
  /**
   * What follows where a process died in the middle of it, so that nobody knows whether it was done: `again` for work that bears
   * repeating, `never` for what must not reach anybody twice.
   */
  readonly afterDeath: 'again' | 'never'
}

export interface JobRun {
  jobId: string
  now: Date
  /** From 1. */
  attempt: number
  /** Aborted when the process stops, or another has taken the job over: long work leaves off then, throws, and is gone on with by the next process. */
  signal: AbortSignal
  /** Puts it off once the handler is through, which counts as no attempt: what it needs is not there yet. */
  postpone(until: Date): void
  /** Marks the job done in the transaction of its effect: then the two are one, whatever dies. Without it, it is done once the handler is through. */
  finish(tx: Tx): Promise<void>
}

type Handler = (payload: unknown, run: JobRun) => Promise<void>

/** A claim is over after this, whoever made it. One that is at work renews it. */
const CLAIM_MS = 5 * 60_000
const RENEW_EVERY_MS = 2_000
/** It is over after this where whoever made it shows no life: long enough for a connection that was lost to be made anew. */
const DEAD_AFTER_MS = 10_000
const POLL_EVERY_MS = 1_000
const BATCH = 10
/** Pauses before it is tried again to write down how a job went: the database may be away just then. */
const WRITE_AGAIN_MS = [500, 2_000, 10_000, 30_000]
/** Pauses after a failure; after the last one a job is given up. */
const PAUSES_MS = [2_000, 10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000, 6 * 60 * 60_000]
/** Done jobs are kept so long: their keys say that the matter was dealt with. */
const KEPT_MS = 60 * 24 * 60 * 60_000

const handlers = new Map<string, { kind: JobKind; handler: Handler }>()

/** Registers who does a kind of work, in every process. */
export function handleJobs<Payload extends JobPayload>(
  kind: JobKind<Payload>,
  handler: (payload: z.output<Payload>, run: JobRun) => Promise<void>,
): void {
  handlers.set(kind.name, { kind, handler: (payload, run) => handler(payload as z.output<Payload>, run) })
}

/**
 * Asks for work, in the transaction of whatever it follows from. With a `key`, asking again changes nothing, also long after it
 * was done.
 *
 * @returns whether it was new
 */
export async function enqueueJob<Payload extends JobPayload>(
  client: Db,
  kind: JobKind<Payload>,
  payload: z.input<Payload>,
  { key = null, runAt = new Date() }: { key?: string | null; runAt?: Date } = {},
): Promise<boolean> {
  const { count } = await client.job.createMany({ data: [{ kind: kind.name, key, payload, runAt }], skipDuplicates: true })
  return count > 0
}

/** Takes back work that is not done yet; what is being done goes on. */
export async function cancelJob(client: Db, key: string): Promise<void> {
  await client.job.deleteMany({ where: { key, doneAt: null, claimedUntil: null } })
}

/**
 * Does all work that is due, and answers how many jobs it ran. Many processes may do so at once: each job is one's
 * (`FOR UPDATE SKIP LOCKED`). A job that fails is tried again later, with growing pauses, and then given up.
 */
export async function runDueJobs(now = new Date()): Promise<number> {
  let ran = 0
  for (;;) {
    const jobs = await claim(now, BATCH)
    await Promise.all(jobs.map((job) => run(job, now)))
    ran += jobs.length
    if (jobs.length < BATCH) return ran
  }
}

/**
 * Looks for due work every second until it is stopped, also while some is being done (ten at once at most). What a process was at that
 * died is gone on with, some ten seconds later. A database that is away ends none of it. The answer stops it: what can leave off does
 * so, and the rest is done to its end.
 */
export function startJobs(): () => Promise<void> {
  const claimer = randomUUID()
  const hide = showAlive(claimer)
  const stop = new AbortController()
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const now = new Date()
    const jobs = running.size < BATCH ? await claim(now, BATCH - running.size, claimer).catch(couldNotLook) : []
    for (const job of jobs) {
      const work = run(job, now, stop.signal)
        .catch((error: unknown) => log.error({ error, job: job.kind, jobId: job.id }, 'it could not be written down how a job went'))
        .finally(() => running.delete(work))
      running.add(work)
    }
    if (stop.signal.aborted) return
    timer = setTimeout(
      () => {
        current = look()
      },
      // Where there is more of it, it does not wait for the next second.
      jobs.length === BATCH ? 0 : POLL_EVERY_MS,
    )
  }
  let current = look()
  return async () => {
    stop.abort()
    clearTimeout(timer)
    await current
    await Promise.all(running)
    await hide()
  }
}

function couldNotLook(error: unknown): Job[] {
  log.error({ error }, 'jobs could not be looked for')
  return []
}

/** Forgets jobs that were done or given up long ago. */
export async function purgeJobs(now = new Date()): Promise<void> {
  const before = { lt: new Date(now.getTime() - KEPT_MS) }
  await db.job.deleteMany({ where: { OR: [{ doneAt: before }, { failedAt: before }] } })
}

/** A claim that is over is taken, and one of a process that neither renewed it nor shows life: a process that stands still does show it. */
async function claim(now: Date, atMost: number, claimer: string | null = null): Promise<Job[]> {
  const claimedUntil = new Date(now.getTime() + CLAIM_MS)
  const silentUntil = new Date(now.getTime() + CLAIM_MS - DEAD_AFTER_MS)
  return db.$queryRaw<Job[]>`
    UPDATE "Job" SET "claimedUntil" = ${claimedUntil}, "claimedBy" = ${claimer}::uuid, attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM "Job"
      WHERE "doneAt" IS NULL AND "failedAt" IS NULL AND "runAt" <= ${now} AND kind = ANY(${[...handlers.keys()]})
        AND CASE
          WHEN "claimedUntil" IS NULL OR "claimedUntil" <= ${now} THEN true
          WHEN "claimedBy" IS NULL OR "claimedUntil" > ${silentUntil} THEN false
          ELSE pg_try_advisory_xact_lock(hashtextextended("claimedBy"::text, 0))
        END
      ORDER BY "runAt" LIMIT ${atMost} FOR UPDATE SKIP LOCKED
    )
    RETURNING *`
}

type Change = Prisma.JobUpdateManyMutationInput

async function run(job: Job, now: Date, stopping = new AbortController().signal): Promise<void> {
  const { kind, handler } = handlers.get(job.kind) ?? {}
  if (!kind || !handler) return
  const lost = new AbortController()
  const renewing = setInterval(() => void renew(job, lost), RENEW_EVERY_MS)
  try {
    // A failure that was seen takes the claim back: one that is still there is of a process that died.
    const diedBefore = job.attempts > 1 && job.error === null
    const change =
      diedBefore && kind.afterDeath === 'never'
        ? givenUp(job, now, 'a process died in the middle of it, and it must not be done twice')
        : await attempt(job, kind, handler, now, { stopping, lost: lost.signal })
    if (change) await writeDown(job, change, stopping)
  } finally {
    clearInterval(renewing)
  }
}

/** @returns how it went, as the job's row is to say; null: it says so already, or is another's by now */
async function attempt(
  job: Job,
  kind: JobKind,
  handler: Handler,
  now: Date,
  { stopping, lost }: { stopping: AbortSignal; lost: AbortSignal },
): Promise<Change | null> {
  const done = { doneAt: now, claimedUntil: null }
  try {
    await db.job.updateMany({ where: { id: job.id }, data: { error: null } })
    let finished = false
    let postponed: Date | null = null
    await handler(kind.payload.parse(job.payload), {
      jobId: job.id,
      now,
      attempt: job.attempts,
      signal: AbortSignal.any([stopping, lost]),
      finish: async (tx) => {
        finished = true
        await tx.job.update({ where: { id: job.id }, data: done, select: { id: true } })
      },
      postpone: (until) => {
        postponed = until
      },
    })
    if (postponed && !finished) return putBack(postponed)
    jobCount.inc({ kind: job.kind, outcome: 'done' })
    return finished ? null : done
  } catch (error) {
    if (lost.aborted) return null
    if (stopping.aborted && kind.afterDeath === 'again') return putBack(now)
    const pauseMs = PAUSES_MS[job.attempts - 1]
    const words = error instanceof Error ? error.message : String(error)
    if (pauseMs === undefined) return givenUp(job, now, words, error)
    log.warn({ error, job: job.kind, jobId: job.id }, 'a job failed, and is tried again')
    jobCount.inc({ kind: job.kind, outcome: 'retried' })
    return { error: words.slice(0, 500), claimedUntil: null, runAt: new Date(now.getTime() + pauseMs) }
  }
}

/**
 * Writes down how a job went, also where the database is away for a moment: the claim is renewed as soon as it is back, so that nobody
 * takes this process for dead. At a stop it is tried once more; what cannot be written is found by its claim. Repeating it changes
 * nothing, nor does it where another has taken the job over.
 */
async function writeDown({ id, claimedBy }: Job, change: Change, stopping: AbortSignal): Promise<void> {
  const write = () => db.job.updateMany({ where: { id, claimedBy, claimedUntil: { not: null } }, data: change })
  for (const pauseMs of WRITE_AGAIN_MS) {
    try {
      await write()
      return
    } catch (error) {
      if (stopping.aborted) throw error
      log.warn({ error, jobId: id }, 'how a job went cannot be written down right now')
      await pause(pauseMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
  await write()
}

async function renew({ id, claimedBy }: Job, lost: AbortController): Promise<void> {
  const claimedUntil = new Date(Date.now() + CLAIM_MS)
  try {
    const { count } = await db.job.updateMany({ where: { id, claimedBy, claimedUntil: { not: null } }, data: { claimedUntil } })
    if (count === 0 && (await db.job.count({ where: { id, claimedUntil: { not: null } } })) > 0) lost.abort()
  } catch (error) {
    log.warn({ error, jobId: id }, 'the claim of a job could not be renewed')
  }
}

/** Not done, and no failure: it runs again then, as if it had not been tried. */
function putBack(runAt: Date): Change {
  return { error: 'put off', claimedUntil: null, runAt, attempts: { decrement: 1 } }
}

function givenUp(job: Job, now: Date, words: string, error?: unknown): Change {
  log.error({ error, job: job.kind, jobId: job.id }, `a job was given up: ${words}`)
  jobCount.inc({ kind: job.kind, outcome: 'givenUp' })
  return { failedAt: now, claimedUntil: null, error: words.slice(0, 500) }
}
