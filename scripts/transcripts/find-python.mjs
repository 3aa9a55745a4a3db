import { existsSync } from 'node:fs'
import { runToEnd } from '../../start/processes.mjs'
import { Refusal, say } from '../../start/say.mjs'

/** What all packages of the engine have wheels for (requirements.txt). */
const OLDEST = [3, 11]
const NEWEST = [3, 14]
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14', 'python']
/** venv can be there without what it needs: Debian keeps it in a package of its own. */
const ASK = 'import sys, platform, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], platform.system(), platform.machine())'

/**
 * A Python that the engine runs on. As root, one is installed by apt where there is none.
 *
 * @param {Record<string, string | undefined>} env `PYTHON` names one to be taken.
 * @returns {Promise<{ command: string, version: string }>}
 * @throws {Refusal} Where there is none, with what to do.
 */
export async function findPython(env) {
  const found = await look(env)
  if (found) return found
  const range = `Python ${OLDEST.join('.')} to ${NEWEST.join('.')} with venv`
  if (env.PYTHON) throw new Refusal(`PYTHON is ${env.PYTHON}, which is no ${range}: put it right, or leave it out.`)
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'python3', 'python3-venv']]) {
      const { code, words } = await tryToRun('apt-get', args, { ...env, DEBIAN_FRONTEND: 'noninteractive' })
      if (code !== 0) say(`  apt-get: ${words.trim().split('\n').at(-1)}`)
    }
    const got = await look(env)
    if (got) return got
  }
  throw new Refusal(`There is no ${range}: ${wayTo()}, then run this again.`)
}

async function look(env) {
  for (const command of env.PYTHON ? [env.PYTHON] : NAMES) {
    const { code, output } = await tryToRun(command, ['-c', ASK], env)
    if (code !== 0) continue
    const [major = '0', minor = '0', system, machine] = output.trim().split(/\s+/)
    const version = [Number(major), Number(minor)]
    if (system === 'Darwin' && machine === 'x86_64') {
      throw new Refusal('The engine has no packages for Macs with Intel processors: set TRANSCRIPTS_URL to an engine elsewhere.')
    }
    if (isInOrder(OLDEST, version) && isInOrder(version, NEWEST)) return { command, version: version.join('.') }
  }
  return null
}

/** A program that is not there has failed, too. */
function tryToRun(command, args, env) {
  return runToEnd(command, args, { env }).catch((error) => {
    if (error instanceof Refusal) throw error
    return { code: 1, output: '', words: error.message }
  })
}

function isInOrder([major, minor], [laterMajor, laterMinor]) {
  return major < laterMajor || (major === laterMajor && minor <= laterMinor)
}

function wayTo() {
  if (process.platform === 'darwin') return 'install one with `brew install python@3.13`'
  if (process.platform === 'win32') return 'install one with `winget install Python.Python.3.13`'
  return 'install the packages `python3` and `python3-venv`, or set PYTHON to a newer one'
}
