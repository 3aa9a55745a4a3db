import { env } from '#platform/env.server.ts'

const NAME = 'palier'
/** As long as browsers keep any: how long a sign-in lasts is decided by its row, which slides on with use. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60

const attributes = `Path=/; HttpOnly; SameSite=Lax${env.publicUrl.startsWith('https:') ? '; Secure' : ''}`

/** The sign-in token of a Cookie header; null where there is none. */
export function readSignInCookie(header: string | null | undefined): string | null {
  return readCookie(header, NAME)
}

export function signInCookie(token: string): string {
  return `${NAME}=${token}; Max-Age=${MAX_AGE_SECONDS}; ${attributes}`
}

export function clearedSignInCookie(): string {
  return `${NAME}=; Max-Age=0; ${attributes}`
}

/** One cookie of a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=') || null
  }
  return null
}
