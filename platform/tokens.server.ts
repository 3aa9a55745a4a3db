import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link or a cookie: 256 random bits, URL-safe. Only its hash is stored. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token. No salt is needed: the token has 256 bits of its own. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
