import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { requireFreeSpace } from '../../start/data-folder.mjs'
import { Refusal, sentenceFor } from '../../start/say.mjs'
import { readEnvFile, readSettings } from '../../start/settings.mjs'

test.each([
  [{ PORT: 'abc' }, 'PORT is "abc"'],
  [{ PORT: '0' }, 'PORT is "0"'],
  [{ LIVEKIT_RTC_UDP_PORT: '70000' }, 'LIVEKIT_RTC_UDP_PORT is "70000"'],
  [{ HOST: 'http://palier.example' }, 'HOST is'],
  [{ PUBLIC_URL: 'palier.example' }, 'PUBLIC_URL is not an address'],
  [{ DATABASE_URL: 'mysql://127.0.0.1/palier' }, 'DATABASE_URL is not an address'],
  [{ REDIS_URL: 'http://127.0.0.1' }, 'REDIS_URL is not an address'],
  [{ SMTP_URL: 'mail.example' }, 'SMTP_URL is not an address'],
  [{ SESSION_SECRET: 'short' }, 'SESSION_SECRET is shorter'],
  [{ LIVEKIT_URL: 'ws://127.0.0.1:7880' }, 'LIVEKIT_URL is set without its key and secret'],
])('%o is refused in one sentence that names it', (env, words) => {
  const attempt = () => readSettings(env, '/srv/palier')
  expect(attempt).toThrow(Refusal)
  expect(attempt).toThrow(words)
})

test('an empty variable counts as not set', () => {
  const settings = readSettings({ PORT: '', DATABASE_URL: ' ', PALIER_DATA_DIR: '' }, '/srv/palier')
  expect(settings).toMatchObject({ port: 3000, host: '127.0.0.1', databaseUrl: undefined, dataFolder: path.resolve('/srv/palier/.palier') })
})

test('a demo company is never put into an outside database in production', () => {
  const outside = { DATABASE_URL: 'postgresql://db.example/palier' }
  expect(readSettings({ ...outside, NODE_ENV: 'production' }, '/').demoWelcome).toBe(false)
  expect(readSettings(outside, '/').demoWelcome).toBe(true)
  expect(readSettings({ NODE_ENV: 'production' }, '/').demoWelcome).toBe(true)
  expect(readSettings({ PALIER_DEMO: 'off' }, '/').demoWelcome).toBe(false)
})

test.each([{ HOST: '0.0.0.0' }, { HOST: '192.0.2.7' }, { PUBLIC_URL: 'https://palier.example' }])(
  'where others come by %o, the demo company comes only where it is asked for',
  (env) => {
    expect(readSettings(env, '/').demoWelcome).toBe(false)
    expect(readSettings({ ...env, PALIER_DEMO: 'on' }, '/').demoWelcome).toBe(true)
    expect(readSettings({ HOST: 'localhost' }, '/').demoWelcome).toBe(true)
  },
)

test('an env file fills in what the environment leaves open', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'palier-env-'))
  try {
    const file = path.join(folder, '.env')
    writeFileSync(file, '# ours\nPORT=4000\nexport HOST = "0.0.0.0"\nSMTP_URL=\nPUBLIC_URL=https://palier.example # the front door\n')
    const env = readEnvFile(file, { PORT: '5000' })
    expect(env).toEqual({ PORT: '5000', HOST: '0.0.0.0', PUBLIC_URL: 'https://palier.example' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a disk that is full, or nearly, is a sentence', () => {
  expect(() => requireFreeSpace(os.tmpdir(), Number.MAX_SAFE_INTEGER)).toThrow(
    /Only \d+ MB are free on the disk that holds .*: free some space/,
  )
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: '/data/x' })
  expect(sentenceFor(full)).toBe('The disk is full (writing /data/x): free some space and start again.')
})
