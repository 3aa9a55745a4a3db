import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The advisory lock that Prisma's own engine takes, so that the two never migrate at the same time. */
const PRISMA_ADVISORY_LOCK = 72707369

/**
 * Applies the migrations that the database does not have yet, each in one transaction, and returns their names.
 *
 * Writes the rows and checksums of `prisma migrate deploy`, so either tool can go on where the other stopped.
 * Safe to race: a second caller waits for the first, then finds nothing to do.
 *
 * @param {string} databaseUrl
 * @param {string} folder Usually `prisma/migrations`.
 * @throws {Error} Where a migration fails (nothing of it stays), or was edited after it was applied.
 */
export async function migrate(databaseUrl, folder) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c TimeZone=UTC' })
  client.on('error', () => {}) // a lost connection fails the query that runs
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_ADVISORY_LOCK])
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
			id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
			migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
			started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
    const { rows } = await client.query(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]))
    const applied = []
    for (const { name, sql, checksum } of readMigrations(folder)) {
      if (checksums.has(name)) {
        if (checksums.get(name) !== checksum) throw new Error(`migration ${name} was edited after it was applied`)
        continue
      }
      await apply(client, name, sql, checksum)
      applied.push(name)
    }
    return applied
  } finally {
    await client.end().catch(() => {}) // the lock goes with the connection
  }
}

/**
 * All migrations of a folder, oldest first, with the checksums that Prisma would write.
 *
 * @param {string} folder
 */
export function readMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function apply(client, name, sql, checksum) {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
			VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw new Error(`migration ${name}: ${error.message}`, { cause: error })
  }
}
