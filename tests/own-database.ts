import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, inject } from 'vitest'
import { createOwnDatabase } from '#tests/database.ts'

// Runs before each test file's own imports, so that platform/env.server.ts finds the environment of this file.
const database = await createOwnDatabase(inject('databaseServerUrl'), inject('databaseTemplate'))
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'palier-test-'))

Object.assign(process.env, {
  NODE_ENV: 'test',
  DATABASE_URL: database.url,
  PALIER_DATA_DIR: dataFolder,
  SESSION_SECRET: 'a-secret-for-tests-of-more-than-32-characters',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
  METRICS_PORT: '0',
})
// Tests that need a real livekit-server start one; the others only need the variables to be well formed.
process.env['LIVEKIT_URL'] ??= 'ws://127.0.0.1:1'
process.env['LIVEKIT_API_KEY'] ??= 'palier-test'
process.env['LIVEKIT_API_SECRET'] ??= 'a-livekit-secret-for-tests-of-more-than-32-characters'

afterAll(async () => {
  await database.drop()
  rmSync(dataFolder, { recursive: true, force: true })
})
