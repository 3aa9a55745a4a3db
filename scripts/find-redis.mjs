import { existsSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from '../start/processes.mjs'
import { step } from '../start/say.mjs'

/**
 * Gets redis-server by apt where this is root and there is none. Elsewhere nothing is done: the test of several processes then
 * fails with a sentence that says what to install.
 *
 * @param {Record<string, string | undefined>} env
 */
export async function getRedis(env) {
  if ((env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'redis-server')))) return
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const work = async () => {
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
      const { code, words } = await runToEnd('apt-get', args, { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
      if (code !== 0) throw new Error(words.trim().split('\n').at(-1))
    }
  }
  await step('Installing Redis with apt', work).catch((error) => console.log(`  ${error.message}`))
}
