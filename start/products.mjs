import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from './processes.mjs'
import { Refusal, step } from './say.mjs'
import { isBuildFresh } from './sources.mjs'

/**
 * Builds what the sources have changed since the last build.
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
export async function buildIfStale(root, env) {
  if (isBuildFresh(root)) return
  await step('Building (once per version, about a minute)', () => runNode(root, ['scripts/build.mjs'], { ...env, NODE_ENV: 'production' }))
}

/**
 * Generates the database client for development, where its schema is newer.
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
export async function generateIfStale(root, env) {
  const client = path.join(root, 'prisma/generated/client.ts')
  const schema = path.join(root, 'prisma/schema.prisma')
  if (existsSync(client) && statSync(client).mtimeMs >= statSync(schema).mtimeMs) return
  await step('Generating the database client', () => runNode(root, ['node_modules/prisma/build/index.js', 'generate'], env))
}

/**
 * Puts the demo company in, and returns the lines that tell how to sign in (none where the company is a real one).
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 * @param {{ dev: boolean, ifEmpty: boolean }} options
 */
export async function seed(root, env, { dev, ifEmpty }) {
  const script = dev ? ['node_modules/tsx/dist/cli.mjs', 'prisma/seed.ts'] : ['build/seed.js']
  const output = await runNode(root, [...script, ...(ifEmpty ? ['--if-empty'] : [])], env)
  return output.split('\n').filter((line) => line.trim() !== '')
}

/** Runs a script of ours to its end and returns what it said; what it says while failing is shown whole. */
async function runNode(root, args, env) {
  const { code, output, words } = await runToEnd(process.execPath, args, { cwd: root, env })
  if (code === 0) return output
  if (/ENOSPC|No space left/.test(words)) throw Object.assign(new Error('no space left'), { code: 'ENOSPC', path: root })
  throw new Refusal(`${words.trim()}\n\n${args[0]} ended with ${code}; what it said is above.`)
}
