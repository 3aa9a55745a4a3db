import { env } from '#platform/env.server.ts'

const secure = env.publicUrl.startsWith('https:')
/** Any name on http. */
const PLAIN_NAME = 'palier'
/** On https with a prefix that binds it to this very host (RFC 6265bis, 4.1.3.2): no sister site, and no one on http, can put one in. */
const NAME = secure ? '__Host-palier' : PLAIN_NAME
/** As long as browsers keep any: how long a sign-in lasts is decided by its row, which slides on with use. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60
const TOKEN_PATTERN = /^[\w-]{43}$/

const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`

/** The sign-in token of a Cookie header; null where there is none. Under the name from before the prefix it counts only where there is no other. */
export function readSignInCookie(header: string | null | undefined): string | null {
  return readCookie(header, NAME) ?? readCookie(header, PLAIN_NAME)
}

export function signInCookie(token: string): string {
  return `${NAME}=${token}; Max-Age=${MAX_AGE_SECONDS}; ${attributes}`
}

export function clearedSignInCookie(): string {
  return `${NAME}=; Max-Age=0; ${attributes}`
}

/** What moves a browser's sign-in from the name before the prefix to the one with it; nothing where that is done. */
export function movedSignInCookies(header: string | undefined): string[] {
  const old = secure ? readCookie(header, PLAIN_NAME) : null
  if (old === null) return []
  const cleared = `${PLAIN_NAME}=; Max-Age=0; ${attributes}`
  return readCookie(header, NAME) === null && TOKEN_PATTERN.test(old) ? [signInCookie(old), cleared] : [cleared]
}

/** One cookie of a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=') || null
  }
  return null
}
