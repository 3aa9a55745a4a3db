import { createHmac, randomBytes } from 'node:crypto'
import { env } from '#platform/env.server.ts'

/** A secret for a link or a cookie: 256 random bits, URL-safe. Only its hash is stored. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is stored of a token, keyed with SESSION_SECRET: who can write into the database, but does not know the secret, cannot
 * make a sign-in; and changing the secret ends all sign-ins and links at once.
 */
export function hashToken(token: string): string {
  return createHmac('sha256', env.SESSION_SECRET).update(token).digest('hex')
}
