import { isMainThread } from 'node:worker_threads'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '#platform/env.server.ts'
import { GatheringPool } from '#platform/gather-reads.server.ts'
import { log } from '#platform/log.server.ts'
import { createStatementNames } from '#platform/statement-names.server.ts'
import { Prisma, PrismaClient } from '#prisma/generated/client.ts'

/** The pool under Prisma; its own `error` handler keeps a database stop from ending the process. */
const pool = new GatheringPool({
  connectionString: env.DATABASE_URL,
  max: isMainThread ? 16 : 8,
  connectionTimeoutMillis: 10_000,
  // A connection that is made anew costs a page some 25 ms, and knows no prepared statements.
  idleTimeoutMillis: 10 * 60_000,
  // Without the zone, timestamps read as many hours off as the server's is from UTC. To compile a page's reads takes longer than to run them.
  options: '-c TimeZone=UTC -c jit=off',
})
pool.on('error', (error) => log.warn({ error }, 'database connection lost'))

const nameOf = createStatementNames()
const adapter = new PrismaPg(pool, {
  // Undefined is what the driver runs unnamed; the adapter's type knows names only.
  statementNameGenerator: ({ sql }) => nameOf(sql) as string,
})

/** The one door to the database. */
// A transaction waits for a connection as long as a query does: a moment of many is slow, and no error.
export const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 15_000 } })

const own = {
  json: 'parsed',
  getTypeParser: (oid: number, format: 'text') => (oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format)),
} as const

/**
 * Reads rows by SQL of our own, past Prisma: as `$queryRaw`, at a fraction of what that costs the processor. For what every page reads.
 * What the database says no with is the driver's own error. In a transaction it is `$queryRaw`.
 */
export async function readRows<Row>(sql: Prisma.Sql, client: Db = db): Promise<Row[]> {
  if (client !== db) return client.$queryRaw<Row[]>(sql)
  const { text, values } = sql
  const name = nameOf(text)
  const read = { text, values, rowMode: 'array', types: own, ...(name && { name }) } as pg.QueryArrayConfig
  const { fields, rows } = await pool.query(read)
  return rows.map((row) => {
    const named: Record<string, unknown> = {}
    for (const [at, { name: column }] of fields.entries()) named[column] = row[at]
    return named as Row
  })
}

/** An instant as JSON has it, ISO 8601 in UTC. */
export const instantSql = (at: Prisma.Sql) => Prisma.sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** All columns of a model, of a table that a query calls by this name: `columnsOf('room', Prisma.RoomScalarFieldEnum)`. */
export function columnsOf(table: string, fields: Record<string, string>): Prisma.Sql {
  return Prisma.raw(
    Object.values(fields)
      .map((field) => `${table}."${field}"`)
      .join(', '),
  )
}

/** What a use case needs to work inside or outside a transaction. */
export type Db = typeof db | Prisma.TransactionClient
export type Tx = Prisma.TransactionClient

/** Whether an error says that a unique index refused a row (somebody else was first). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

/** Whether an error says that PostgreSQL has no room for so much in one value (`program_limit_exceeded`): too many words to search, say. */
export function isTooMuch(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { originalCode?: string } } }
  return driverAdapterError?.cause?.originalCode === '54000'
}

/** Prisma's own: unreachable, timed out, refused, closed; no connection of the pool came free; no transaction could begin. */
const AWAY_CODES = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024', 'P2037'])
/** PostgreSQL's and the network's: it is stopping, starting or full, or nobody answers there. */
const AWAY_CAUSE = /^(08...|57P0[1-5]|53[0-9A-Z]{3}|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/
const AWAY_WORDS =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Unable to start a transaction/

/** Whether an error says that the database could not be asked: it is no bug, and trying again helps. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Object && depth < 5; depth++) {
    const { code, originalCode, kind, message, cause, meta } = at as Record<string, unknown>
    if (at instanceof Prisma.PrismaClientInitializationError) return true
    if (AWAY_CODES.has(String(code)) || kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'SocketTimeout')
      return true
    if (AWAY_CAUSE.test(String(originalCode ?? code ?? '')) || AWAY_WORDS.test(String(message ?? ''))) return true
    at = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError ?? cause
  }
  return false
}

/** Answers whether the database answers. */
export async function pingDatabase(): Promise<boolean> {
  try {
    await pool.query('SELECT 1')
    return true
  } catch {
    return false
  }
}

/**
 * Runs `work` in one process of all at a time, and skips it where another is at it.
 * The lock lives with a connection, so a process that dies lets go of it.
 */
export async function onlyOne(name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect()
  let lost: Error | undefined
  // Nobody else listens to a connection that is taken out of the pool, and an unheard error ends the process.
  const onLost = (error: Error) => {
    lost = error
  }
  client.on('error', onLost)
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken', [name])
    if (!rows[0]?.taken) return false
    try {
      await work()
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
    }
    return true
  } catch (error) {
    lost ??= error as Error
    throw error
  } finally {
    client.off('error', onLost)
    // A connection that failed is thrown away, and its lock with it.
    client.release(lost)
  }
}

export async function closeDatabase(): Promise<void> {
  await db.$disconnect()
  await pool.end()
}

export type * from '#prisma/generated/client.ts'
export { Prisma }
