// `npm run transcripts:install`: gets the engine of transcripts into the data folder. Repeating it changes nothing, or goes on with what
// is missing; an engine is there once `installed.json` is (rooms/recordings/transcripts/find-engine.server.ts).
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { prepareDataFolder, readJson, requireFreeSpace, writePrivate } from '../../start/data-folder.mjs'
import { withLock } from '../../start/folder-lock.mjs'
import { endHelpers, runToEnd } from '../../start/processes.mjs'
import { Refusal, say, sentenceFor, step } from '../../start/say.mjs'
import { readEnvFile, readSettings } from '../../start/settings.mjs'
import { findPython } from './find-python.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const REQUIREMENTS = path.join(import.meta.dirname, 'requirements.txt')
const MODEL = path.join(import.meta.dirname, 'model.txt')
const JOIN = path.join(import.meta.dirname, 'join-model.py')
const TRY = path.join(import.meta.dirname, 'try-engine.py')
const LISTEN = path.join(root, 'rooms/recordings/transcripts/engine/listen.py')
const NEEDED_BYTES = 1.2 * 1024 ** 3

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, endHelpers)
try {
  await install(readEnvFile(path.join(root, '.env'), process.env))
} catch (error) {
  console.error(`\n${sentenceFor(error)}`)
  process.exitCode = 1
}

/** @param {Record<string, string | undefined>} env */
async function install(env) {
  const { dataFolder } = readSettings(env, root)
  prepareDataFolder(dataFolder)
  const folder = path.join(dataFolder, 'transcripts')
  mkdirSync(folder, { recursive: true })
  await withLock(path.join(folder, 'lock'), async () => {
    const version = versionOfParts()
    const marker = path.join(folder, 'installed.json')
    const installed = readJson(marker)
    const whole = (name) => path.join(folder, String(name))
    if (installed?.version === version && (await works(whole(installed.python), whole(installed.model), env)) === null) {
      say(`The engine of transcripts is installed already, in ${folder}.`)
      return
    }
    requireFreeSpace(folder, NEEDED_BYTES)
    const place = path.join(folder, version)
    // What was broken off, or works no more, is made anew; what was downloaded is kept.
    rmSync(marker, { force: true })
    rmSync(place, { recursive: true, force: true })
    const { python, model } = await make(place, path.join(folder, 'downloads'), env)
    // Told from the folder on, which may be moved.
    const parts = { version, python: path.relative(folder, python), model: path.relative(folder, model) }
    writePrivate(marker, `${JSON.stringify(parts, null, '\t')}\n`)
    for (const name of readdirSync(folder)) {
      if (name !== version && name !== 'installed.json' && name !== 'lock')
        rmSync(path.join(folder, name), { recursive: true, force: true })
    }
    say(`\n  What is said in recordings is written down from now on, on this machine. Nothing has to be restarted.`)
    say('  Earlier recordings: on their pages. To take the engine away again: npm run transcripts:remove\n')
  })
}

/** @returns {Promise<{ python: string, model: string }>} */
async function make(place, downloads, env) {
  const found = await step('Looking for Python', () => findPython(env))
  const venv = path.join(place, 'python')
  const python = process.platform === 'win32' ? path.join(venv, 'Scripts', 'python.exe') : path.join(venv, 'bin', 'python')
  const model = path.join(place, 'model')
  const pip = (what, ...args) => run(python, ['-m', 'pip', '--disable-pip-version-check', '--no-input', what, ...args], env)
  const only = ['--require-hashes', '--no-deps', '--only-binary', ':all:']
  mkdirSync(place, { recursive: true })
  await step(`Making an environment of its own (Python ${found.version})`, () => run(found.command, ['-m', 'venv', venv], env))
  const names = [...listPackages(REQUIREMENTS), ...listPackages(MODEL)]
  await step(`Getting ${names.length} packages (about 270 MB)`, () =>
    pip('download', ...only, '--dest', downloads, '-r', REQUIREMENTS, '-r', MODEL),
  )
  const offline = ['--no-index', '--find-links', downloads]
  await step('Installing them', () => pip('install', ...offline, ...only, '-r', REQUIREMENTS))
  await step('Putting the model together', () => run(python, [JOIN, downloads, model], env))
  await step('Trying it', async () => {
    const failure = await works(python, model, env)
    if (failure !== null) throw new Refusal(`The engine does not run on this machine: ${failure}. Nothing was installed.`)
  })
  return { python, model }
}

/** What an engine is made of, as one word: another one means another engine. */
function versionOfParts() {
  const hash = createHash('sha256')
  for (const file of [REQUIREMENTS, MODEL, JOIN]) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 12)
}

function listPackages(file) {
  return readFileSync(file, 'utf8').match(/^[a-z][^\s]*==/gim) ?? []
}

/** @returns {Promise<string | null>} why not; null: it has listened to a second of silence */
async function works(python, model, env) {
  if (!existsSync(python) || !existsSync(model)) return 'it is not there'
  const { code, words } = await runToEnd(python, [TRY, LISTEN, model], { env })
  return code === 0 ? null : lastLine(words)
}

async function run(command, args, env) {
  const { code, words } = await runToEnd(command, args, { env: { ...env, PYTHONNOUSERSITE: '1', PIP_REQUIRE_VIRTUALENV: undefined } })
  if (code === 0) return
  if (/No space left on device/.test(words)) throw Object.assign(new Error(words), { code: 'ENOSPC' })
  if (/DO NOT MATCH THE HASHES/i.test(words)) {
    throw new Refusal(
      `A package is not the one that Palier knows: nothing of it was kept; try again on a network that you trust.\n${lastLine(words)}`,
    )
  }
  throw new Refusal(`That failed: ${lastLine(words)}. What was got until now is kept: run it again to go on.`)
}

function lastLine(words) {
  return words.trim().split('\n').at(-1) || 'no word of why'
}
