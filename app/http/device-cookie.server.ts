import { rememberDevice } from '#communities/people/known-device.server.ts'
import { env } from '#platform/env.server.ts'
import { readCookie, signInCookie } from './sign-in-cookie.server.ts'

/** As long as browsers keep any. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60

/** On https, no other host of the domain can set it, and it never goes over http: the prefix makes browsers see to that. */
export const deviceCookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-palier-device' : 'palier-device')

/** What a browser keeps of the accounts that it signed in to; null where there is nothing. */
export function readDeviceCookie(header: string | null | undefined): string | null {
  return readCookie(header, deviceCookieName(env.publicUrl))
}

/** Remembers that this browser signed in to an account. It stays when one signs out. */
export function deviceCookie(email: string, header: string | null | undefined, publicUrl = env.publicUrl): string {
  const name = deviceCookieName(publicUrl)
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  const value = rememberDevice(email.trim().toLowerCase(), readCookie(header, name))
  return `${name}=${value}; Max-Age=${MAX_AGE_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

/** The cookies of an answer that signs a browser in, by the e-mail that was typed. */
export function signedIn(token: string, email: string, header: string | null | undefined): [string, string][] {
  return [
    ['set-cookie', signInCookie(token)],
    ['set-cookie', deviceCookie(email, header)],
  ]
}
