import { availableParallelism } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)
const url = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  })

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
    PORT: port(3000),
    HOST: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be a name or an address of this machine, as 127.0.0.1')
      .default('127.0.0.1'),
    METRICS_PORT: port(9464),
    PUBLIC_URL: url('http', 'https')
      .refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', 'must have no path: Palier lives at the root of its host')
      .optional(),
    /** How many threads draw pages beside the main one; with none, it draws them itself. */
    PAGE_WORKERS: z.coerce
      .number()
      .int()
      .min(0)
      .max(32)
      .default(Math.max(1, Math.min(Math.floor(availableParallelism() / 2), 4))),
    DATABASE_URL: url('postgres', 'postgresql'),
    LIVEKIT_URL: url('ws', 'wss', 'http', 'https'),
    LIVEKIT_API_KEY: z.string().min(1),
    LIVEKIT_API_SECRET: z.string().min(32, 'must be 32 characters at least'),
    REDIS_URL: url('redis', 'rediss').optional(),
    SMTP_URL: url('smtp', 'smtps').optional(),
    MAIL_FROM: z.string().min(3).default('Palier <palier@localhost>'),
    PUSH_HOSTS: z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((host) => host.trim().toLowerCase() || []))
      .refine(
        (hosts) => hosts.every((host) => /^\.?[\w-]+(\.[\w-]+)*(:\d{1,5})?$/.test(host)),
        'must be names of hosts, with commas between',
      ),
    FFMPEG_PATH: z.string().min(1).optional(),
    PALIER_DATA_DIR: z.string().min(1).default('.palier'),
    /** Who takes new recordings. */
    RECORDING_ENGINE: z.enum(['embedded', 'egress']).default('embedded'),
    /** The folder that Egress records into, as it is called here, and as Egress calls it. */
    EGRESS_DIR: z.string().min(1).optional(),
    EGRESS_DIR_THERE: z.string().startsWith('/', 'must be a whole path, as Egress sees it').optional(),
    /** A recording stops before its disk has less than this left. */
    RECORDING_KEEP_FREE_BYTES: z.coerce
      .number()
      .int()
      .min(0)
      .default(1024 ** 3),
    /** An engine elsewhere that writes down what was said: sound is sent to it. Its address, without `/v1/audio/transcriptions`. */
    TRANSCRIPTS_URL: url('http', 'https')
      .transform((address) => address.replace(/\/+$/, '').replace(/\/v1$/, ''))
      .optional(),
    TRANSCRIPTS_KEY: z.string().min(1).optional(),
    TRANSCRIPTS_MODEL: z.string().min(1).default('whisper-1'),
    SESSION_SECRET: z.string().min(32, 'must be 32 characters at least'),
    S3_ENDPOINT: url('http', 'https').optional(),
    S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
      .optional(),
    S3_REGION: z.string().min(1).default('us-east-1'),
    S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    if (!env.S3_BUCKET) return
    for (const name of ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
      if (!env[name]) context.addIssue({ code: 'custom', path: ['S3_BUCKET'], message: `${name} has to be set with it` })
    }
  })
  .transform((env) => ({
    ...env,
    PALIER_DATA_DIR: path.resolve(env.PALIER_DATA_DIR),
    /** Where files are kept; null: in the data folder. */
    bucket:
      env.S3_BUCKET && env.S3_ENDPOINT && env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
        ? {
            endpoint: env.S3_ENDPOINT,
            bucket: env.S3_BUCKET,
            region: env.S3_REGION,
            accessKeyId: env.S3_ACCESS_KEY_ID,
            secretAccessKey: env.S3_SECRET_ACCESS_KEY,
          }
        : null,
    egressDir: path.resolve(env.EGRESS_DIR ?? path.join(env.PALIER_DATA_DIR, 'egress')),
    /** Without a trailing slash. What links in mails start with, and which Origin is ours. */
    publicUrl: (env.PUBLIC_URL ?? `http://${openableHost(env.HOST)}:${env.PORT}`).replace(/\/+$/, ''),
  }))

/** What a browser on this machine can open, of an address to listen on. */
function openableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

export type Env = z.output<typeof schema>

/**
 * Checks the environment as a whole and names every wrong variable in one sentence each.
 * An empty variable counts as one that is not set.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(set)
  if (result.success) return result.data
  const sentences = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return name in set ? `${name} is wrong: ${issue.message}.` : `${name} is not set; \`npm start\` sets it, or see .env.example.`
  })
  throw new Error(sentences.join('\n'))
}

export const env: Env = parseEnv(process.env)
