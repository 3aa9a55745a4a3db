import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SCRIPTS = path.join(ROOT, 'scripts/transcripts')

let folder: string
let engine: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'palier-transcripts-'))
  engine = path.join(folder, 'data/transcripts')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/**
 * A stand-in for Python and pip, without a network: it makes the folders that they make, writes down what it was asked for, and fails where
 * `fails` says so. The real thing was run by hand.
 */
function makePython(fails = 'nowhere', version = '3 12 Linux x86_64'): string {
  const file = path.join(folder, 'python')
  writeFileSync(
    file,
    `#!/bin/sh
echo "$*" >> ${folder}/asked
case "$*" in *${fails}*) echo 'connection reset' >&2; exit 1;; esac
case "$1" in -c) echo ${version};; esac
case "$*" in
  *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  *join-model.py*) mkdir -p "$3"; touch "$3/model.bin";;
esac
`,
    { mode: 0o755 },
  )
  return file
}

async function run(script: string, env: Record<string, string> = {}): Promise<{ code: number; words: string }> {
  return new Promise((resolve) => {
    const where = {
      NODE_ENV: 'production' as const,
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      PALIER_DATA_DIR: path.join(folder, 'data'),
      ...env,
    }
    execFile(process.execPath, [path.join(SCRIPTS, script)], { env: where, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, words: stdout + stderr }),
    )
  })
}

const asked = () => readFileSync(path.join(folder, 'asked'), 'utf8')

test('installed, it is told last, from its folder on; again, nothing is done; removed, nothing is left', async () => {
  const PYTHON = makePython()
  expect(await run('install.mjs', { PYTHON })).toMatchObject({ code: 0 })
  const marker = JSON.parse(readFileSync(path.join(engine, 'installed.json'), 'utf8'))
  expect(marker).toEqual({
    version: expect.stringMatching(/^[0-9a-f]{12}$/),
    python: `${marker.version}/python/bin/python`,
    model: `${marker.version}/model`,
  })
  expect(readdirSync(engine).sort()).toEqual([marker.version, 'installed.json'].sort())
  for (const line of asked()
    .split('\n')
    .filter((words) => / pip .*(download|install)/.test(words))) {
    expect(line).toContain('--require-hashes --no-deps --only-binary :all:')
  }
  const before = asked().length
  expect(await run('install.mjs', { PYTHON })).toMatchObject({ code: 0, words: expect.stringContaining('installed already') })
  expect(asked().slice(before)).not.toMatch(/pip|venv/)
  expect(await run('remove.mjs')).toMatchObject({ code: 0 })
  expect(existsSync(engine)).toBe(false)
})

test.each([['download'], ['no-index'], ['join-model'], ['try-engine']])(
  'half an install (%s fails) is never taken for one, and is gone on with',
  async (fails) => {
    const failed = await run('install.mjs', { PYTHON: makePython(fails) })
    expect(failed).toMatchObject({ code: 1, words: expect.stringContaining('connection reset') })
    expect(failed.words).not.toMatch(/at .*\.mjs:\d/)
    expect(existsSync(path.join(engine, 'installed.json'))).toBe(false)
    expect(await run('install.mjs', { PYTHON: makePython() })).toMatchObject({ code: 0 })
    expect(existsSync(path.join(engine, 'installed.json'))).toBe(true)
  },
)

test('an engine that runs no more is made anew, and while it is made there is none', async () => {
  expect(await run('install.mjs', { PYTHON: makePython() })).toMatchObject({ code: 0 })
  const { version } = JSON.parse(readFileSync(path.join(engine, 'installed.json'), 'utf8'))
  rmSync(path.join(engine, version, 'model'), { recursive: true })
  expect(await run('install.mjs', { PYTHON: makePython('download') })).toMatchObject({ code: 1 })
  expect(existsSync(path.join(engine, 'installed.json'))).toBe(false)
})

test('without a Python that is new enough it says what to do', async () => {
  const old = await run('install.mjs', { PYTHON: makePython('nowhere', '3 9 Linux x86_64') })
  expect(old).toMatchObject({
    code: 1,
    words: expect.stringMatching(/PYTHON is .*, which is no Python 3\.11 to 3\.14 with venv: put it right/),
  })
  const none = await run('install.mjs', { PATH: '/nowhere' })
  expect(none).toMatchObject({
    code: 1,
    words: expect.stringMatching(/There is no Python 3\.11 to 3\.14 with venv: install .*, then run this again/),
  })
})

test('a Mac with an Intel processor is refused with what to do', async () => {
  const { words } = await run('install.mjs', { PYTHON: makePython('nowhere', '3 12 Darwin x86_64') })
  expect(words).toContain('set TRANSCRIPTS_URL')
})

test('a damaged list of what is installed is told of', async () => {
  mkdirSync(engine, { recursive: true })
  writeFileSync(path.join(engine, 'installed.json'), '{')
  expect((await run('install.mjs', { PYTHON: makePython() })).words).toContain('is damaged')
})

test('every package is told with its hashes', () => {
  const versions = readFileSync(path.join(SCRIPTS, 'versions.txt'), 'utf8').match(/^[a-z].*==.*$/gim) ?? []
  const pinned: string[] = []
  for (const name of ['requirements.txt', 'model.txt']) {
    const entries = readFileSync(path.join(SCRIPTS, name), 'utf8').split(/\n(?=[a-z])/)
    for (const entry of entries.filter((text) => !text.startsWith('#'))) {
      expect(entry).toMatch(/^[a-z][a-z0-9-]*==\S+( \\\n {4}--hash=sha256:[0-9a-f]{64})+\n?$/)
      pinned.push(entry.split(' ')[0] ?? '')
    }
  }
  expect(pinned.sort()).toEqual(versions.map((line) => line.toLowerCase().replaceAll('_', '-')).sort())
})
