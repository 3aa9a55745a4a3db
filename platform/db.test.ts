import pg from 'pg'
import { expect, test } from 'vitest'
import { onlyOne, pingDatabase } from './db.server.ts'

test('only one at a time does the work, and the next one after it', async () => {
  let finish = () => {}
  const working = new Promise<void>((resolve) => {
    finish = resolve
  })
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  const first = onlyOne('chore', () => {
    begun()
    return working
  })
  await started
  expect(await onlyOne('chore', async () => {})).toBe(false)
  expect(await onlyOne('another chore', async () => {})).toBe(true)
  finish()
  expect(await first).toBe(true)
  expect(await onlyOne('chore', async () => {})).toBe(true)
})

test('work that fails lets go of the lock', async () => {
  await expect(onlyOne('failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await onlyOne('failing', async () => {})).toBe(true)
})

test('a database that goes away in the middle of it harms nothing else, and the lock can be had again', async () => {
  const outcome = onlyOne('interrupted', endAllConnections)
  await expect(outcome).rejects.toThrow()
  expect(await pingDatabase()).toBe(true)
  expect(await onlyOne('interrupted', async () => {})).toBe(true)
})

/** What a restart of the server does to connections, and waits until they are gone. */
async function endAllConnections(): Promise<void> {
  const other = new pg.Client({ connectionString: process.env['DATABASE_URL'] })
  await other.connect()
  await other.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await other.end()
}
