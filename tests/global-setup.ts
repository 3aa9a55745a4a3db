import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate, readMigrations } from '../prisma/migrate.mjs'
import { keepSecrets, prepareDataFolder } from '../start/data-folder.mjs'
import { openPostgres, postgresStopStages } from '../start/postgres.mjs'
import { stop } from '../start/processes.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test files make their databases. */
    databaseServerUrl: string
    /** The migrated database that they copy. */
    databaseTemplate: string
  }
}

const ROOT = path.resolve(import.meta.dirname, '..')
/** Kept between runs: the server is made once, and a template lasts until a migration changes. */
const DATA_FOLDER = path.join(os.tmpdir(), `palier-tests-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}`)
/** Nothing here has to survive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
const PRESENCE = 'palier test run'
/** One run at a time makes the template; the number means nothing else. */
const TEMPLATE_LOCK = 805_311_007

/** Makes one PostgreSQL with one migrated template ready for the whole run, and stops it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, close } = await openServer()
  const template = await makeTemplate(serverUrl)
  project.provide('databaseServerUrl', serverUrl)
  project.provide('databaseTemplate', template)
  return close
}

async function openServer(): Promise<{ serverUrl: string; close: () => Promise<void> }> {
  const outside = process.env['TEST_DATABASE_URL']
  if (outside) return { serverUrl: outside, close: async () => {} }
  prepareDataFolder(DATA_FOLDER)
  const { databasePassword } = keepSecrets(DATA_FOLDER)
  const { url, running } = await openPostgres({ root: ROOT, dataFolder: DATA_FOLDER, password: databasePassword, parameters: FAST })
  // Held during the whole run: the last run to leave (an editor may have one of its own) stops the server.
  const presence = new pg.Client({ connectionString: url, application_name: PRESENCE })
  presence.on('error', () => {})
  await presence.connect()
  if (await isAlone(presence)) await dropLeftDatabases(presence)
  const close = async () => {
    const last = await isAlone(presence)
    await presence.end()
    if (last) await stop(running, postgresStopStages)
  }
  return { serverUrl: url, close }
}

async function isAlone(presence: pg.Client): Promise<boolean> {
  const { rows } = await presence.query<{ runs: number }>(
    'SELECT count(*)::int AS runs FROM pg_stat_activity WHERE application_name = $1',
    [PRESENCE],
  )
  return rows[0]?.runs === 1
}

/** Databases of runs that were killed. */
async function dropLeftDatabases(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'palier\\_test\\_%' OR datname LIKE 'palier\\_template\\_%\\_%'`,
  )
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
}

async function makeTemplate(serverUrl: string): Promise<string> {
  const folder = path.join(ROOT, 'prisma/migrations')
  const migrations = existsSync(folder) ? readMigrations(folder) : []
  const hash = createHash('sha256').update(readFileSync(path.join(ROOT, 'prisma/migrate.mjs')))
  for (const { checksum } of migrations) hash.update(checksum)
  const template = `palier_template_${hash.digest('hex').slice(0, 16)}`

  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) {
      // Under its name only once it is whole: a run that was stopped half way leaves no broken template.
      const draft = `${template}_${randomBytes(4).toString('hex')}`
      await client.query(`CREATE DATABASE ${draft}`)
      const draftUrl = new URL(serverUrl)
      draftUrl.pathname = `/${draft}`
      await migrate(draftUrl.href, folder)
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
    }
    return template
  } finally {
    await client.end()
  }
}
