import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnv } from './env.server.ts'

const right = {
  DATABASE_URL: 'postgres://palier@127.0.0.1:5432/palier',
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'a-secret-of-at-least-thirty-two-characters',
  SESSION_SECRET: 'another-secret-of-more-than-32-characters',
}

test('what is not set has a default, and an empty variable counts as not set', () => {
  const env = parseEnv({ ...right, HOST: '', REDIS_URL: '', PUBLIC_URL: '' })
  expect(env).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', METRICS_PORT: 9464, NODE_ENV: 'production', LOG_LEVEL: 'info' })
  expect(env.REDIS_URL).toBeUndefined()
  expect(env.publicUrl).toBe('http://127.0.0.1:3000')
  expect(path.isAbsolute(env.PALIER_DATA_DIR)).toBe(true)
})

test.each(Object.keys(right))('%s is asked for by its name where it is missing', (name) => {
  expect(() => parseEnv({ ...right, [name]: undefined })).toThrow(`${name} is not set`)
  expect(() => parseEnv({ ...right, [name]: '' })).toThrow(`${name} is not set`)
})

test.each([
  ['PORT', 'three thousand'],
  ['PORT', '70000'],
  ['METRICS_PORT', '-1'],
  ['HOST', 'http://127.0.0.1'],
  ['HOST', 'two words'],
  ['PUBLIC_URL', 'palier.example'],
  ['PUBLIC_URL', 'ftp://palier.example'],
  ['PUBLIC_URL', 'https://palier.example/in/a/folder'],
  ['DATABASE_URL', 'mysql://127.0.0.1/palier'],
  ['LIVEKIT_URL', '127.0.0.1:7880'],
  ['LIVEKIT_API_SECRET', 'short'],
  ['REDIS_URL', 'http://127.0.0.1:6379'],
  ['SMTP_URL', 'mail.example'],
  ['SESSION_SECRET', 'short'],
  ['LOG_LEVEL', 'loud'],
  ['TRANSCRIPTS_URL', 'engine.example'],
])('%s=%s is named as wrong, in one sentence', (name, value) => {
  const sentences = messageOf({ ...right, [name]: value }).split('\n')
  expect(sentences).toEqual([expect.stringMatching(new RegExp(`^${name} is wrong: .+\\.$`))])
})

test('all that is wrong is told at once, and no value of a secret', () => {
  const message = messageOf({ ...right, PORT: 'x', SESSION_SECRET: 'hunter2', DATABASE_URL: undefined })
  expect(message.split('\n').map((sentence) => sentence.split(' ', 1)[0])).toEqual(
    expect.arrayContaining(['PORT', 'SESSION_SECRET', 'DATABASE_URL']),
  )
  expect(message).not.toContain('hunter2')
})

test.each(['https://engine.example', 'https://engine.example/', 'https://engine.example/v1', 'https://engine.example/v1/'])(
  'services tell their address with and without the version: %s',
  (TRANSCRIPTS_URL) => {
    expect(parseEnv({ ...right, TRANSCRIPTS_URL }).TRANSCRIPTS_URL).toBe('https://engine.example')
  },
)

describe('the address of links in mails', () => {
  test.each([
    [{ PUBLIC_URL: 'https://palier.example/' }, 'https://palier.example'],
    [{ PUBLIC_URL: 'https://palier.example:8443' }, 'https://palier.example:8443'],
    [{ HOST: '::1', PORT: '3100' }, 'http://[::1]:3100'],
    [{ HOST: '0.0.0.0' }, 'http://127.0.0.1:3000'],
    [{ HOST: '::' }, 'http://127.0.0.1:3000'],
  ])('%o makes %s', (set, expected) => {
    expect(parseEnv({ ...right, ...set }).publicUrl).toBe(expected)
  })
})

test('.env.example names every variable that is read, and no other', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z0-9_]+)=/gm)].map((match) => match[1])
  const {
    publicUrl: _,
    bucket: __,
    egressDir: ___,
    ...read
  } = parseEnv({
    ...right,
    PUBLIC_URL: 'https://palier.example',
    REDIS_URL: 'redis://a',
    SMTP_URL: 'smtp://a',
    FFMPEG_PATH: '/usr/bin/ffmpeg',
    EGRESS_DIR: '/egress',
    EGRESS_DIR_THERE: '/out',
    S3_ENDPOINT: 'https://s3.example',
    S3_BUCKET: 'palier',
    S3_ACCESS_KEY_ID: 'a',
    S3_SECRET_ACCESS_KEY: 'b',
    TRANSCRIPTS_URL: 'https://engine.example',
    TRANSCRIPTS_KEY: 'a',
  })
  const readAtStart = [...readFileSync('start/settings.mjs', 'utf8').matchAll(/(?:value|port|url)\('([A-Z_]+)'/g)].map((match) => match[1])
  // NODE_ENV is set by how Palier is started; LIVEKIT_NODE_IP is read by start/main.mjs.
  const expected = new Set([...Object.keys(read), ...readAtStart, 'LIVEKIT_NODE_IP'].filter((name) => name !== 'NODE_ENV'))
  expect([...named].sort()).toEqual([...expected].sort())
})

function messageOf(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('it was taken as right')
}
