import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createOwnDatabase, type OwnDatabase } from '#tests/database.ts'
import { migrate } from '../../prisma/migrate.mjs'

let database: OwnDatabase
let folder: string

beforeEach(async () => {
  database = await createOwnDatabase(inject('databaseServerUrl'), 'template0')
  folder = mkdtempSync(path.join(os.tmpdir(), 'palier-migrations-'))
  write('1_first', 'CREATE TABLE first (id int);')
  write('2_second', 'CREATE TABLE second (id int); INSERT INTO first VALUES (1);')
})

afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

function write(name: string, sql: string) {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function query(sql: string) {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('five that race apply each migration once', async () => {
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, folder)))
  expect(applied.flat().sort()).toEqual(['1_first', '2_second'])
  expect(await query('SELECT id FROM first')).toEqual([{ id: 1 }])
})

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  write('3_third', 'CREATE TABLE third (id int); SELECT nonsense;')
  await expect(migrate(database.url, folder)).rejects.toThrow('migration 3_third: column "nonsense" does not exist')
  expect(await query(`SELECT to_regclass('second') IS NOT NULL AS second, to_regclass('third') AS third`)).toEqual([
    { second: true, third: null },
  ])
  write('3_third', 'CREATE TABLE third (id int);')
  expect(await migrate(database.url, folder)).toEqual(['3_third'])
})

test('a migration that was edited after it was applied is refused', async () => {
  await migrate(database.url, folder)
  write('1_first', 'CREATE TABLE first (id bigint);')
  await expect(migrate(database.url, folder)).rejects.toThrow('migration 1_first was edited after it was applied')
})
