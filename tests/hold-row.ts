import pg from 'pg'
import { expect } from 'vitest'

/** A connection besides the product's, which holds rows in a transaction of its own. */
export interface Holder extends AsyncDisposable {
  query: pg.Client['query']
  /** Resolves once somebody waits for a row that it holds: a barrier, where two are to meet at one row. */
  isWaitedFor(): Promise<void>
  /** Lets go of what it holds, and keeps what it wrote. */
  commit(): Promise<void>
}

/** Takes a row (`sql` locks or changes it) and keeps it until it is told to let go. What was not committed is undone at the end. */
export async function holdRow(sql: string, values: unknown[]): Promise<Holder> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] })
  await client.connect()
  await client.query('BEGIN')
  const { rowCount } = await client.query(sql, values)
  if (rowCount !== 1) throw new Error(`${rowCount} rows are held where one was meant`)
  return {
    query: client.query.bind(client) as pg.Client['query'],
    async isWaitedFor() {
      const isIt = async () => {
        const { rows } = await client.query<{ waits: boolean }>(
          'SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))) AS waits',
        )
        return rows[0]?.waits
      }
      await expect.poll(isIt, { timeout: 15_000, interval: 10 }).toBe(true)
    },
    commit: async () => void (await client.query('COMMIT')),
    [Symbol.asyncDispose]: () => client.end(),
  }
}
