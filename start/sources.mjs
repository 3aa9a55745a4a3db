import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What the build is made of. */
const SOURCES = [
  'app',
  'rooms',
  'communities',
  'platform',
  'prisma',
  'public',
  'server.ts',
  'page-worker.ts',
  'recorder.ts',
  'scripts/build.mjs',
  'scripts/schema-engine.mjs',
  'vite.config.ts',
  'remix.config.js',
  'prisma.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const NOT_SOURCES = /(^|\/)(generated|node_modules)(\/|$)|\.test\.tsx?$/

/**
 * One hash over everything that the build is made of.
 *
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256')
  const add = (place) => {
    const full = path.join(root, place)
    if (NOT_SOURCES.test(place) || !existsSync(full)) return
    const entries = path.extname(place) === '' ? listFolder(full) : null
    if (entries) for (const name of entries) add(`${place}/${name}`)
    else hash.update(`${place}\0`).update(readFileSync(full)).update('\0')
  }
  for (const place of SOURCES) add(place)
  return hash.digest('hex')
}

/** @param {string} root */
export function isBuildFresh(root) {
  const file = stampOf(root)
  return existsSync(file) && existsSync(path.join(root, 'build/server.js')) && readFileSync(file, 'utf8').trim() === hashSources(root)
}

/**
 * Says what the build was made of; the last thing a build does.
 *
 * @param {string} root
 * @param {string} hash Taken before the build read its first file, so that an edit in mid-build is built again.
 */
export function stampBuild(root, hash) {
  writeFileSync(stampOf(root), `${hash}\n`)
}

function stampOf(root) {
  return path.join(root, 'build/.sources')
}

function listFolder(full) {
  try {
    return readdirSync(full).sort()
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}
