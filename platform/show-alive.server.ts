import pg from 'pg'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'

const TRY_AGAIN_MS = 1_000

/**
 * Shows all processes that this one lives, under a name of its own: by a lock that lives with a connection, so that it goes with the
 * process, however that ends. A process that only stands still goes on showing it. A connection that is lost is made anew.
 *
 * Who asks tries `pg_try_advisory_xact_lock(hashtextextended(name, 0))`: it is to be had only where nobody shows it.
 *
 * @returns stops showing it
 */
export function showAlive(name: string): () => Promise<void> {
  let stopped = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined

  const connect = async () => {
    const next = new pg.Client({ connectionString: env.DATABASE_URL, keepAlive: true })
    client = next
    next.on('error', (error) => log.warn({ error }, 'the connection that shows that this process lives was lost'))
    next.on('end', again)
    try {
      await next.connect()
      // Shared: the new connection need not wait until the database has noticed that the old one is lost.
      await next.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [name])
    } catch (error) {
      log.warn({ error }, 'it cannot be shown that this process lives')
      await next.end().catch(() => {})
      again()
    }
  }
  const again = () => {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      current = connect()
    }, TRY_AGAIN_MS)
  }
  let current = connect()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await current
    await client?.end()
  }
}
