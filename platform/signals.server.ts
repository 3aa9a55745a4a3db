import pg from 'pg'
import type { Db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'

/** What processes tell each other through the database. A name is a channel of PostgreSQL's LISTEN. */
export type SignalName = 'palier_recording'

const LONGEST_PAUSE_MS = 5_000

/** Tells all processes that listen, once the transaction is committed; where it is undone, nobody hears of it. `payload`: an id, say. */
export async function signal(client: Db, name: SignalName, payload: string): Promise<void> {
  await client.$executeRaw`SELECT pg_notify(${name}, ${payload})`
}

/**
 * Hears what `signal` tells, in this process, until it is stopped by the answer.
 *
 * A signal is a hint: one that is sent while the connection is lost is missed. So `onConnected` runs at each new connection, to look at
 * the rows themselves.
 */
export function listenForSignals(name: SignalName, onSignal: (payload: string) => void, onConnected: () => void): () => Promise<void> {
  let stopped = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let pauseMs = 100

  const connect = async () => {
    const next = new pg.Client({ connectionString: env.DATABASE_URL, keepAlive: true })
    next.on('error', (error) => log.warn({ error }, 'the connection that listens for signals was lost'))
    next.on('end', () => {
      if (client === next) client = null
      again()
    })
    next.on('notification', ({ payload }) => onSignal(payload ?? ''))
    try {
      await next.connect()
      await next.query(`LISTEN ${pg.escapeIdentifier(name)}`)
      if (stopped) return await next.end()
      client = next
      pauseMs = 100
      onConnected()
    } catch (error) {
      log.warn({ error }, 'nobody can be listened to for signals')
      await next.end().catch(() => {})
      again()
    }
  }
  const again = () => {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect(), pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  void connect()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await client?.end()
  }
}
