import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
// @ts-expect-error It has no types.
import ece from 'http_ece'

/** A certificate for 127.0.0.1, good for this stand-in alone. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUB38xStfFpTXQGLuoZq+r90mLZ0gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE2MTQxM1oYDzIxMjYxMDMx
MTYxNDEzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATtNUYvpof85wA/5xmeXd8rb9F+ImjbmjqMoszF1duNCNEQChz1ZwoB
PGTP7zh09nobjhwebo/KnauZQGUUR3T9o28wbTAdBgNVHQ4EFgQUjST6UCJNB9dO
SbEhvBjz5sHOpDkwHwYDVR0jBBgwFoAUjST6UCJNB9dOSbEhvBjz5sHOpDkwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAInbx3c0X+QkQZZ8g12bAtHzLWzBaGlcP0KmcaINv8a5AiEA
ltO6aaaowuZ6v4yEG76NgAp1fIF/1lM8qlGLdWTeMBI=
-----END CERTIFICATE-----
`
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHaGKscL4QkMEjZ2rPw5lDRVjQ+Pn+MYsTXFeL1d8eM/oAoGCCqGSM49
AwEHoUQDQgAE7TVGL6aH/OcAP+cZnl3fK2/RfiJo25o6jKLMxdXbjQjREAoc9WcK
ATxkz+84dPZ6G44cHm6Pyp2rmUBlFEd0/Q==
-----END EC PRIVATE KEY-----
`

/** A message as a push service takes it, and what its browser reads in it. */
interface TakenPush {
  path: string
  ttl: string
  urgency: string
  notice: { title: string; body: string; tag: string; path: string; language: string }
}

/** A browser that allowed notices: what it tells the server, and the keys that only it has. */
interface PushBrowser {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  keys: ECDH
  auth: Buffer
}

export interface PushService {
  /** As `PUSH_HOSTS` names it. */
  host: string
  taken: TakenPush[]
  /** What it answers from now on. */
  answerWith(status: number): void
  makeBrowser(): PushBrowser
  close(): Promise<void>
}

/**
 * A push service on this machine, since none of the browsers' makers may be asked here: it takes messages over TLS, refuses those
 * without a right signature (RFC 8292) with 403, and reads them with the browser's keys (RFC 8291).
 */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, PushBrowser>()
  const taken: TakenPush[] = []
  let status = 201
  const server = https.createServer({ cert: CERTIFICATE, key: KEY }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const browser = browsers.get(request.url ?? '')
    const { host = '', authorization = '', ttl = '', urgency = '' } = request.headers as Record<string, string>
    if (!browser || !isSigned(authorization, `https://${host}`)) {
      response.writeHead(403).end()
      return
    }
    if (status === 201) {
      const text = ece.decrypt(Buffer.concat(chunks), {
        version: 'aes128gcm',
        privateKey: browser.keys,
        authSecret: browser.auth.toString('base64url'),
      })
      taken.push({ path: request.url ?? '', ttl, urgency, notice: JSON.parse(text.toString()) as TakenPush['notice'] })
    }
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  https.globalAgent.options.ca = CERTIFICATE
  return {
    host,
    taken,
    answerWith: (next) => {
      status = next
    },
    makeBrowser() {
      const keys = createECDH('prime256v1')
      keys.generateKeys()
      const auth = randomBytes(16)
      const path = `/send/${randomBytes(12).toString('base64url')}`
      const subscription = {
        endpoint: `https://${host}${path}`,
        keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
      }
      const browser = { subscription, keys, auth }
      browsers.set(path, browser)
      return browser
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether a message carries the signature of the key that it names, for this push service and not for ever. */
function isSigned(authorization: string, audience: string): boolean {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  if (!signature) return false
  const point = Buffer.from(key, 'base64url')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string }
  const seconds = Date.now() / 1000
  return signed && aud === audience && exp > seconds && exp <= seconds + 24 * 60 * 60 && /^(mailto:|https:)/.test(sub)
}
