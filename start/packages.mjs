import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readJson, requireFreeSpace, writePrivate } from './data-folder.mjs'
import { runToEnd } from './processes.mjs'
import { Refusal, say, step } from './say.mjs'

/** What the packages take on disk, with room for npm's own cache. */
const PACKAGES_BYTES = 1500 * 1024 * 1024

/**
 * Installs the packages if they are not those of package-lock.json.
 *
 * @param {string} root
 * @throws {Refusal} Where npm cannot.
 */
export async function installPackages(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const stamp = path.join(root, 'node_modules/.palier-lock')
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === hash) return
  if (!matchesInstalled(root, JSON.parse(lock))) {
    requireFreeSpace(root, PACKAGES_BYTES)
    // A build needs the development packages too, whatever NODE_ENV says.
    const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    try {
      await step('Installing packages (once, about a minute)', () => npm(root, ['ci', ...flags]))
    } catch (error) {
      if (/ENOSPC/.test(error.message)) throw Object.assign(error, { code: 'ENOSPC', path: root })
      say(`npm ci did not work (${error.message}); trying npm install.`)
      await step('Installing packages again', () => npm(root, ['install', '--no-save', ...flags])).catch((second) => {
        throw new Refusal(`The packages could not be installed (${second.message}): check the network, then start again.`)
      })
    }
  }
  writePrivate(stamp, `${hash}\n`)
}

/** Whether somebody ran npm themselves: npm leaves a list of what it installed. */
function matchesInstalled(root, lock) {
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages
  if (!installed) return false
  return Object.entries(lock.packages).every(
    ([place, wanted]) => place === '' || (installed[place] ? installed[place].version === wanted.version : wanted.optional === true),
  )
}

async function npm(root, args) {
  // Under `npm start` this very npm is at hand; Windows cannot run npm.cmd without a shell.
  const script = process.env.npm_execpath
  const [command, ...first] = script?.endsWith('.js') ? [process.execPath, script] : ['npm']
  const { code, words } = await runToEnd(command, [...first, ...args], {
    cwd: root,
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (code === 0) return
  const errors = words.split('\n').filter((line) => /error/i.test(line) && !/complete log/i.test(line))
  throw new Error(errors.slice(0, 2).join(' / ').trim() || `npm ended with ${code}`)
}
