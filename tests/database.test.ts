import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createOwnDatabase, truncateAll } from '#tests/database.ts'

async function query(url: string | undefined, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('every file has a migrated database of its own', async () => {
  const applied = await query(process.env['DATABASE_URL'], 'SELECT migration_name FROM _prisma_migrations')
  expect(applied.length).toBeGreaterThan(0)
})

test('what one database is given, another does not see, and emptying takes it away', async () => {
  const other = await createOwnDatabase(inject('databaseServerUrl'), inject('databaseTemplate'))
  try {
    const own = process.env['DATABASE_URL']
    await query(own, 'CREATE TABLE only_here (id int)')
    await query(own, 'INSERT INTO only_here VALUES (1)')
    expect(await query(other.url, `SELECT to_regclass('only_here') AS found`)).toEqual([{ found: null }])
    await truncateAll()
    expect(await query(own, 'SELECT * FROM only_here')).toEqual([])
    await query(own, 'DROP TABLE only_here')
  } finally {
    await other.drop()
  }
})
