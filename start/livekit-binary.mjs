import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { withLock } from './folder-lock.mjs'
import { runToEnd } from './processes.mjs'
import { Refusal, say, step } from './say.mjs'

/** Newer tags carry `replace` lines, which `go install` refuses. */
export const LIVEKIT_VERSION = '1.13.5'
/** The first with the webhooks and room settings that presence relies on. */
const OLDEST_ON_PATH = [1, 9]
const RELEASES = 'https://github.com/livekit/livekit/releases/download'
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000
const TAR_BLOCK_BYTES = 512

/**
 * The path of a livekit-server for this machine. In this order: one on PATH, the one kept from before, one built by Go,
 * the official release. Building and downloading happen once; the result is kept in the user's cache folder.
 *
 * @param {Record<string, string | undefined>} env
 * @throws {Refusal} Where none of these can be had, with what to do.
 */
export async function findLivekitServer(env) {
  const installed = findOnPath('livekit-server', env)
  if (installed) {
    const version = versionOf(installed)
    if (version && isAtLeast(version, OLDEST_ON_PATH)) return installed
    say(
      `The livekit-server at ${installed} is too old (${version?.join('.') ?? 'unknown version'}; ${OLDEST_ON_PATH.join('.')} or newer is needed): using one of our own.`,
    )
  }
  const folder = path.join(cacheFolder(env), `livekit-server-${LIVEKIT_VERSION}`)
  const kept = findKept(folder)
  if (kept) return kept

  mkdirSync(folder, { recursive: true })
  return withLock(path.join(folder, 'lock'), async () => {
    const madeMeanwhile = findKept(folder)
    if (madeMeanwhile) return madeMeanwhile
    const failures = []
    const go = findOnPath('go', env)
    if (go) {
      try {
        return await step(`Building livekit-server ${LIVEKIT_VERSION} with Go (once, some minutes)`, () => buildWithGo(go, folder, env))
      } catch (error) {
        if (error instanceof Refusal) throw error
        failures.push(`building it with Go failed (${error.message})`)
      }
    }
    try {
      return await step(`Downloading livekit-server ${LIVEKIT_VERSION}`, () =>
        downloadRelease(folder, { baseUrl: env.PALIER_LIVEKIT_RELEASES || RELEASES }),
      )
    } catch (error) {
      if (error instanceof Refusal) throw error
      failures.push(`downloading it failed (${error.message})`)
    }
    throw new Refusal(`There is no livekit-server: ${failures.join(', ')}. ${waysOut()}`)
  })
}

function waysOut() {
  const install =
    process.platform === 'darwin'
      ? 'install it with `brew install livekit`'
      : `put livekit-server ${LIVEKIT_VERSION} on the PATH, or Go 1.26 and a network to build it`
  return `Either ${install}, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a LiveKit of yours.`
}

/** Outside the clone, so that a new clone does not build again. */
function cacheFolder(env) {
  const base = env.XDG_CACHE_HOME || (process.platform === 'win32' ? env.LOCALAPPDATA : undefined) || path.join(os.homedir(), '.cache')
  return path.join(base, 'palier')
}

function findKept(folder) {
  // `go install` names the binary after its package: server.
  return ['livekit-server', 'server', 'livekit-server.exe'].map((name) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}

function findOnPath(name, env) {
  const extensions = process.platform === 'win32' ? ['.exe'] : ['']
  for (const folder of (env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    for (const extension of extensions) {
      const file = path.join(folder, name + extension)
      if (existsSync(file)) return file
    }
  }
  return null
}

function versionOf(binary) {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  const match = /(\d+)\.(\d+)\.(\d+)/.exec(stdout ?? '')
  return match ? match.slice(1).map(Number) : null
}

function isAtLeast([major, minor], [wantedMajor, wantedMinor]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

async function buildWithGo(go, folder, env) {
  const draft = path.join(folder, 'building')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft)
  try {
    await run(go, ['install', '-trimpath', '-ldflags=-s -w', `github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`], {
      env: { ...env, GOBIN: draft, CGO_ENABLED: '0' },
      cwd: draft,
    })
    const [built] = readdirSync(draft)
    if (!built) throw new Error('Go built nothing')
    const place = path.join(folder, process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server')
    renameSync(path.join(draft, built), place)
    return place
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function run(command, args, options) {
  const { code, words } = await runToEnd(command, args, options)
  if (code !== 0) throw new Error(words.trim().split('\n').at(-1) || `exit ${code}`)
}

/**
 * Downloads the official release for this platform, and keeps it only if it is what the release's own list of checksums says.
 *
 * Only tested against a local copy of the release's layout: the machines on which this was written reach no GitHub.
 *
 * @param {string} folder Where the binary is kept.
 * @param {{ baseUrl: string, platform?: NodeJS.Platform, arch?: string }} options
 * @returns {Promise<string>} Its path.
 * @throws {Refusal} Where the checksum is wrong: that is not to be worked around.
 */
export async function downloadRelease(folder, { baseUrl, platform = process.platform, arch = process.arch }) {
  const system = { linux: 'linux', win32: 'windows' }[platform]
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[arch]
  if (!system || !machine) throw new Error(`LiveKit releases nothing for ${platform} on ${arch}`)
  const windows = platform === 'win32'
  const archiveName = `livekit_${LIVEKIT_VERSION}_${system}_${machine}.${windows ? 'zip' : 'tar.gz'}`
  const release = `${baseUrl.replace(/\/$/, '')}/v${LIVEKIT_VERSION}`
  const checksums = (await download(`${release}/checksums.txt`)).toString('utf8')
  const expected = checksums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, name]) => name === archiveName)?.[0]
  if (!expected) throw new Error(`the release names no checksum for ${archiveName}`)
  const archive = await download(`${release}/${archiveName}`)
  const actual = createHash('sha256').update(archive).digest('hex')
  if (actual !== expected.toLowerCase()) {
    throw new Refusal(
      `The download of ${archiveName} is not what LiveKit released (SHA-256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…): nothing of it was kept; start again on a network that you trust.`,
    )
  }

  mkdirSync(folder, { recursive: true })
  const draft = path.join(folder, 'downloading')
  const place = path.join(folder, windows ? 'livekit-server.exe' : 'livekit-server')
  try {
    if (windows) {
      // Windows brings bsdtar, which reads zip.
      mkdirSync(draft, { recursive: true })
      writeFileSync(path.join(draft, archiveName), archive)
      await run('tar', ['-xf', archiveName, 'livekit-server.exe'], { cwd: draft })
      renameSync(path.join(draft, 'livekit-server.exe'), place)
    } else {
      const binary = readTarEntry(gunzipSync(archive), 'livekit-server')
      if (!binary) throw new Error(`${archiveName} holds no livekit-server`)
      writeFileSync(draft, binary)
      chmodSync(draft, 0o755)
      renameSync(draft, place)
    }
    return place
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function download(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) }).catch((error) => {
    throw new Error(`${new URL(url).host}: ${error.cause?.code ?? error.message}`)
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return Buffer.from(await response.arrayBuffer())
}

/** One file out of a tar (POSIX ustar), by its base name. */
function readTarEntry(tar, wanted) {
  for (let offset = 0; offset + TAR_BLOCK_BYTES <= tar.length; ) {
    const text = (from, to) => tar.toString('utf8', offset + from, offset + to).split('\0')[0]
    const name = text(0, 100)
    if (name === '') return null
    const sizeBytes = Number.parseInt(text(124, 136).trim(), 8)
    const type = text(156, 157)
    const start = offset + TAR_BLOCK_BYTES
    if ((type === '0' || type === '') && path.posix.basename(name) === wanted) return tar.subarray(start, start + sizeBytes)
    offset = start + Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES
  }
  return null
}
