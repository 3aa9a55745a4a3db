import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryLock } from '../../start/folder-lock.mjs'

const MODULE = path.resolve(import.meta.dirname, '../../start/folder-lock.mjs')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'palier-lock-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Takes the lock, adds one to a number in a file, slowly, and lets go. */
const ADD_ONE = `
const { withLock } = await import(${JSON.stringify(MODULE)})
const { readFileSync, writeFileSync } = await import('node:fs')
const [lock, file] = process.argv.slice(1)
await withLock(lock, async () => {
  const seen = Number(readFileSync(file, 'utf8'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  writeFileSync(file, String(seen + 1))
})`

async function addOne(lock: string, file: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', ADD_ONE, lock, file], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('close', resolve))
}

test('processes that race for a dead holder’s lock still hold it one at a time', async () => {
  const lock = path.join(folder, 'lock')
  const file = path.join(folder, 'number')
  writeFileSync(file, '0')
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 - 1, birthMark: 'long ago', note: '' }))
  const codes = await Promise.all(Array.from({ length: 8 }, () => addOne(lock, file)))
  expect(codes).toEqual(Array.from({ length: 8 }, () => 0))
  expect(readFileSync(file, 'utf8')).toBe('8')
})

test('a lock that is held is answered with its holder, and can be had after its release', () => {
  const lock = path.join(folder, 'lock')
  const first = tryLock(lock, 'http://127.0.0.1:3000')
  expect(tryLock(lock)).toMatchObject({ holder: { pid: process.pid, note: 'http://127.0.0.1:3000' } })
  if ('release' in first) first.release()
  expect(tryLock(lock)).toHaveProperty('release')
})

test('a live process with the dead holder’s number is not taken for it', () => {
  const lock = path.join(folder, 'lock')
  writeFileSync(lock, JSON.stringify({ pid: process.pid, birthMark: 'another time', note: '' }))
  expect(tryLock(lock)).toHaveProperty('release')
})
