import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface OwnDatabase {
  url: string
  /** Removes it, with whoever is still connected. */
  drop(): Promise<void>
}

/**
 * Copies the migrated template into a database of its own. tests/own-database.ts does so for every test file, and sets
 * `DATABASE_URL`; call it yourself for a second database.
 *
 * Copies may race: PostgreSQL copies one template any number of times at once, as long as nobody is connected to it.
 */
export async function createOwnDatabase(serverUrl: string, template: string): Promise<OwnDatabase> {
  const name = `palier_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

/** Empties every table of this file's database, for a `beforeEach`; what the migrations themselves put in is gone too. */
export async function truncateAll(): Promise<void> {
  const url = process.env['DATABASE_URL']
  if (!url?.includes('/palier_test_')) throw new Error('truncateAll is for test databases only')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ names: string | null }>(
      `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS names FROM pg_tables
       WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
    )
    if (rows[0]?.names) await truncate(client, rows[0].names)
  } finally {
    await client.end()
  }
}

const DEADLOCK = '40P01'

/** What the test before left running in the background may be in its way for a moment: PostgreSQL then gives one of the two up. */
async function truncate(client: pg.Client, names: string, triesLeft = 5): Promise<void> {
  try {
    await client.query(`TRUNCATE ${names} RESTART IDENTITY CASCADE`)
  } catch (error) {
    if (triesLeft === 0 || (error as { code?: string }).code !== DEADLOCK) throw error
    await truncate(client, names, triesLeft - 1)
  }
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
