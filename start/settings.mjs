import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from './say.mjs'

/** @typedef {ReturnType<typeof readSettings>} Settings */

/**
 * Adds the `KEY=VALUE` lines of a file to an environment. What is set already wins, as with every other tool.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} env
 */
export function readEnvFile(file, env) {
  if (!existsSync(file)) return env
  const merged = { ...env }
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    if (!match) continue
    const [, key, raw] = match
    const quoted = /^(["'])(.*)\1$/.exec(raw)
    const value = quoted ? quoted[2] : raw.replace(/\s+#.*$/, '')
    if (value !== '') merged[key] ??= value
  }
  return merged
}

/**
 * What the start itself must know, checked; the app's own schema (platform/env.server.ts) checks everything again.
 * An empty variable counts as not set.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} root The clone.
 * @throws {Refusal} Naming the variable.
 */
export function readSettings(env, root) {
  const value = (name) => (env[name]?.trim() ? env[name].trim() : undefined)
  const port = (name) => {
    const text = value(name)
    if (text === undefined) return undefined
    if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65535) {
      throw new Refusal(`${name} is "${text}", which is no port: set it to a number from 1 to 65535.`)
    }
    return Number(text)
  }
  const url = (name, schemes) => {
    const text = value(name)
    if (text === undefined) return undefined
    if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol.slice(0, -1))) {
      throw new Refusal(
        `${name} is not an address that begins with ${schemes.map((s) => `${s}://`).join(' or ')}: put it right, or leave it out.`,
      )
    }
    return text
  }

  const host = value('HOST') ?? '127.0.0.1'
  if (/[\s/]|:\/\//.test(host)) throw new Refusal(`HOST is "${host}", which is no host name: set it to one such as 127.0.0.1 or 0.0.0.0.`)
  const sessionSecret = value('SESSION_SECRET')
  if (sessionSecret !== undefined && sessionSecret.length < 32) {
    throw new Refusal('SESSION_SECRET is shorter than 32 characters: make it longer, or leave it out and Palier generates one.')
  }
  const livekitUrl = url('LIVEKIT_URL', ['ws', 'wss', 'http', 'https'])
  const livekitKey = value('LIVEKIT_API_KEY')
  const livekitSecret = value('LIVEKIT_API_SECRET')
  if (livekitUrl && !(livekitKey && livekitSecret)) {
    throw new Refusal(
      'LIVEKIT_URL is set without its key and secret: set LIVEKIT_API_KEY and LIVEKIT_API_SECRET too, or leave LIVEKIT_URL out.',
    )
  }
  url('REDIS_URL', ['redis', 'rediss'])
  url('SMTP_URL', ['smtp', 'smtps'])

  const publicUrl = url('PUBLIC_URL', ['http', 'https'])
  const databaseUrl = url('DATABASE_URL', ['postgres', 'postgresql'])
  const ownMachineOnly = isLoopback(host) && !publicUrl && !(value('NODE_ENV') === 'production' && databaseUrl)

  return {
    host,
    port: port('PORT') ?? 3000,
    publicUrl,
    dataFolder: path.resolve(root, value('PALIER_DATA_DIR') ?? '.palier'),
    databaseUrl,
    sessionSecret,
    outsideLivekit: livekitUrl ? { url: livekitUrl, key: livekitKey, secret: livekitSecret } : undefined,
    livekitPort: port('LIVEKIT_PORT'),
    livekitUdpPort: port('LIVEKIT_RTC_UDP_PORT'),
    livekitTcpPort: port('LIVEKIT_RTC_TCP_PORT'),
    /**
     * A demo company is for looking around on one's own machine, since anybody who finds it may sign up. What others reach, and an
     * outside database in production, is somebody's company: there it comes only where it is asked for.
     */
    demoWelcome: value('PALIER_DEMO') === 'on' || (value('PALIER_DEMO') !== 'off' && ownMachineOnly),
  }
}

/** @param {string} host */
export function isLoopback(host) {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

/**
 * Where this machine itself reaches a server that listens on `host`.
 *
 * @param {string} host
 */
export function localName(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
