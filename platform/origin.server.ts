import type { IncomingMessage } from 'node:http'
import { env } from '#platform/env.server.ts'

/**
 * Whether a request that changes something, or opens a socket, comes from our own pages or from no browser at all.
 *
 * The rule is that of Go's net/http.CrossOriginProtection: every current browser sends Sec-Fetch-Site or Origin
 * with such a request, so one without either is not a browser and carries nobody's cookies by accident.
 */
export function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const own = new URL(env.publicUrl)
  const asked = new URL(origin)
  // A page that came over http can be anybody's on the way; where the site is on http itself, that is no news.
  return asked.origin === own.origin || (asked.host === host && (asked.protocol === 'https:' || own.protocol === 'http:'))
}
