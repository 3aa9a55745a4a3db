import { createECDH, hkdfSync } from 'node:crypto'
import webPush from 'web-push'
import { env } from '#platform/env.server.ts'

/** A browser's address at its maker's push service, and what messages to it are encrypted with. */
export interface PushAddress {
  endpoint: string
  p256dh: string
  auth: string
}

interface PushOptions {
  /** How long the push service keeps it for a browser that is away. */
  ttlSeconds: number
  /** `high` wakes a phone that sleeps. */
  urgency: 'normal' | 'high'
}

/**
 * What became of a message: `gone` where the browser takes none any more, `unclear` where the connection broke after it was on
 * its way (sending it again could be twice).
 */
export type PushOutcome = 'sent' | 'gone' | 'unclear'

const ANSWER_MS = 15_000

/** The push services of the browsers; a leading dot stands for any name below. */
const services = ['fcm.googleapis.com', '.push.services.mozilla.com', '.notify.windows.com', '.push.apple.com', ...env.PUSH_HOSTS]

/**
 * The address of a browser at a known push service, in its normal form; null for any other, so that nobody makes this server
 * call addresses of their choice.
 */
export function findPushEndpoint(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, username, password, href } = new URL(address)
  const known = services.some((service) => (service.startsWith('.') ? host.endsWith(service) : host === service))
  return protocol === 'https:' && known && !username && !password ? href : null
}

/** The order of the curve P-256 (NIST SP 800-186): a private key is less than it, and not 0. */
const CURVE_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/**
 * The keys by which push services know this installation (RFC 8292), made of SESSION_SECRET: nobody configures them, and all
 * processes have the same. 48 bytes against an order of 32: no private key is likelier than another (FIPS 186-5, A.2.1).
 */
function makeKeys(): { publicKey: string; privateKey: string } {
  const bytes = Buffer.from(hkdfSync('sha256', env.SESSION_SECRET, '', 'palier web push', 48))
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (CURVE_ORDER - 1n)) + 1n
  const privateKey = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(privateKey)
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
}

const keys = makeKeys()

/** What a browser needs to take messages from this installation, and from nobody else. */
export const pushPublicKey = keys.publicKey

/** Whom a push service may write to if something is wrong with our messages. */
const contact = env.publicUrl.startsWith('https:') ? env.publicUrl : `mailto:${/<(.+)>/.exec(env.MAIL_FROM)?.[1] ?? env.MAIL_FROM}`

/**
 * Sends a browser a message, encrypted for it alone (RFC 8291): the push service between reads nothing of it.
 *
 * @throws Error where it certainly did not arrive, and may be sent again
 */
export async function sendPush(
  { endpoint, p256dh, auth }: PushAddress,
  message: object,
  { ttlSeconds, urgency }: PushOptions,
): Promise<PushOutcome> {
  // Read as it was when it was stored: the list of services may have become shorter since.
  if (!findPushEndpoint(endpoint)) return 'gone'
  try {
    await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify(message), {
      vapidDetails: { subject: contact, ...keys },
      TTL: ttlSeconds,
      urgency,
      timeout: ANSWER_MS,
    })
    return 'sent'
  } catch (error) {
    const status = error instanceof webPush.WebPushError ? error.statusCode : null
    // 403: the keys are not those that the browser agreed to; it has to be asked anew.
    if (status === 404 || status === 410 || status === 403) return 'gone'
    if (status !== null) throw new Error(`the push service answered ${status}`)
    if (neverArrived(error)) throw error
    return 'unclear'
  }
}

const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'])

/** Whether an error is one of making the connection, so that nothing was sent over it. */
function neverArrived(error: unknown): boolean {
  return beforeSending.has((error as NodeJS.ErrnoException).code ?? '')
}
