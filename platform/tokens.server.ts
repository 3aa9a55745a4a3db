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

/**
 * A token that can be made again from what it was made from, for who has SESSION_SECRET as well. What it is made from begins with what it
 * is for, and a blank: no token contains one, so that what is stored of a token never is one.
 */
export function deriveToken(from: string): string {
  return createHmac('sha256', env.SESSION_SECRET).update(`token of ${from}`).digest('base64url')
}
