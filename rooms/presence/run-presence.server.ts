import { db, onlyOne } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'
import { whenSignallingOpens } from '#rooms/livekit/open-signalling.server.ts'
import { serveNotes } from '#rooms/notes/serve-notes.server.ts'
import { watchRecorders } from '#rooms/recordings/control/watch-recorders.server.ts'
import { dropUnwelcome } from './drop-unwelcome.server.ts'
import { noteSignalling } from './note-signalling.server.ts'
import { reactToMemberships } from './react-to-memberships.server.ts'
import { sweepSessions } from './sweep-sessions.server.ts'
import { watchClosely } from './watch-closely.server.ts'
import { watchCommunities } from './watch-communities.server.ts'

const SWEEP_EVERY_MS = 5_000
const NOTE_EVERY_MS = 2_000
/** Webhooks are repeated for half a minute; their receipts are kept long enough to look into what happened. */
const RECEIPTS_KEPT_MS = 2 * 24 * 60 * 60 * 1000
const TIDY_EVERY_MS = 60 * 60 * 1000

let timer: NodeJS.Timeout | null = null
let noteTimer: NodeJS.Timeout | null = null
let noting: Promise<void> = Promise.resolve()
let current: Promise<void> = Promise.resolve()
let stopped = true
let stopReacting = () => {}
let tidiedAtMs = 0
let listeningSince = new Date()

/**
 * Starts looking after presence: answers sockets, reacts to memberships, and sweeps at once and then every 5 s, in one
 * process of all at a time. With no session open, a sweep is two short queries.
 */
export function startPresence(): void {
  if (!stopped) return
  stopped = false
  listeningSince = new Date()
  watchCommunities()
  watchClosely()
  serveNotes()
  stopReacting = reactToMemberships()
  // At once, and not with the next sweep: this process may be gone by then.
  whenSignallingOpens((connection) => {
    noteSignalling(new Date(), [connection]).catch((error: unknown) => log.warn({ error }, 'signalling is noted with the next sweep'))
    // Who lost the right while LiveKit was being asked had nothing to be taken from yet.
    dropUnwelcome([connection]).catch((error: unknown) => log.warn({ error }, 'who may be connected is asked in a moment'))
  })
  current = tick()
  noteSoon()
}

/** Says every 2 s who is connected through this process, and cuts who may not be any more, however long a sweep takes. */
function noteSoon(): void {
  noteTimer = setTimeout(() => {
    noting = noteSignalling(new Date())
      .then(() => dropUnwelcome())
      .catch((error: unknown) => log.warn({ error }, 'signalling is noted in a moment'))
      .finally(() => {
        if (!stopped) noteSoon()
      })
  }, NOTE_EVERY_MS)
}

/** Stops it, and waits for the sweep that runs. */
export async function stopPresence(): Promise<void> {
  stopped = true
  if (timer) clearTimeout(timer)
  if (noteTimer) clearTimeout(noteTimer)
  stopReacting()
  await Promise.all([current, noting])
}

async function tick(): Promise<void> {
  let waitMs = SWEEP_EVERY_MS
  try {
    let nextDueAt: Date | null = null
    // Who is connected now is not silent by this sweep's clock, however long this process was held up before or is from here on.
    const notedAt = new Date()
    await noteSignalling(notedAt)
    await onlyOne('presence.sweep', async () => {
      nextDueAt = (await sweepSessions(notedAt, listeningSince)).nextDueAt
      await watchRecorders()
      await tidyReceipts()
    })
    waitMs = untilNext(nextDueAt)
  } catch (error) {
    log.error({ error }, 'the sweep failed, and runs again in a moment')
  }
  if (stopped) return
  timer = setTimeout(() => {
    current = tick()
  }, waitMs)
}

/** Every 5 s, and sooner where something is due before. */
function untilNext(nextDueAt: Date | null): number {
  if (!nextDueAt) return SWEEP_EVERY_MS
  return Math.min(Math.max(nextDueAt.getTime() - Date.now(), 50), SWEEP_EVERY_MS)
}

async function tidyReceipts(): Promise<void> {
  const nowMs = Date.now()
  if (nowMs - tidiedAtMs < TIDY_EVERY_MS) return
  tidiedAtMs = nowMs
  await db.webhookReceipt.deleteMany({ where: { receivedAt: { lt: new Date(nowMs - RECEIPTS_KEPT_MS) } } })
}
