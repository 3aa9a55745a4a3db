import { existsSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from '../start/processes.mjs'
import { Refusal, step } from '../start/say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * How journeys, tests and the bench start it: quiet, with a camera and a microphone that are made up, and allowed.
 */
export const BROWSER_ARGUMENTS = [
  // Root, in a container, has no sandbox to enter.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  // Two cameras: one can be pulled out.
  '--use-fake-device-for-media-stream=device-count=2',
]

/**
 * A Chromium for the journeys that is on this machine already, or null. `PALIER_CHROMIUM` names another.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string | null>}
 */
export async function findBrowser(env) {
  const onPath = (env.PATH ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
  const { chromium } = await import('playwright')
  return [env.PALIER_CHROMIUM, ...onPath, ...PLACES, chromium.executablePath()].find((file) => file && existsSync(file)) ?? null
}

/**
 * The same, after getting one where there is none: by Playwright's download, else by apt as root.
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 * @throws {Refusal} Where none can be had.
 */
export async function requireBrowser(root, env) {
  const found = await findBrowser(env)
  if (found) return found
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  const ways = [
    [
      'Downloading Chromium',
      process.execPath,
      ['node_modules/playwright/cli.js', 'install', ...(asRoot ? ['--with-deps'] : []), 'chromium'],
    ],
    ...(asRoot
      ? [
          ['Refreshing the package lists', 'apt-get', ['update']],
          ['Installing Chromium with apt', 'apt-get', ['install', '-y', '--no-install-recommends', 'chromium']],
        ]
      : []),
  ]
  for (const [title, command, args] of ways) {
    const work = async () => {
      const { code, words } = await runToEnd(command, args, { cwd: root, env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
      if (code !== 0) throw new Error(words.trim().split('\n').at(-1))
    }
    await step(title, work).catch((error) => console.log(`  ${error.message}`))
    const got = await findBrowser(env)
    if (got) return got
  }
  throw new Refusal('There is no browser for the journeys: install Chromium or Chrome, or set PALIER_CHROMIUM to the one you have.')
}
