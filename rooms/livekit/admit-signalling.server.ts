import type { IncomingMessage } from 'node:http'
import { log } from '#platform/log.server.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'
import { findUnwelcome } from '#rooms/presence/find-unwelcome.server.ts'
import { type JoinToken, readJoinToken } from './read-join-token.server.ts'
import { parseSignallingTarget } from './signalling-target.server.ts'

/** Finds whose sign-in a Cookie header carries. */
export type Authenticate = (cookieHeader: string | undefined) => Promise<{ memberId: string; signInId: string } | null>

/** `status` and `sentence` are for a refusal; 503 is one that passes, and browsers try again by themselves. */
export type Admission =
  | { admitted: false; status: 400 | 401 | 403 | 404 | 503; sentence: string }
  | { admitted: true; path: string; token: string; person: JoinToken & { signInId: string } }

/**
 * Below it, LiveKit takes the connection on which one sends for the one that counts, and tells of nobody who leaves that out. Browsers that
 * ask by `join_request` have one connection for both.
 */
const OLDEST_PROTOCOL = 9
/** How long a browser is kept waiting for our own answer. */
const ASK_TIMEOUT_MS = 5_000
const BEARER = 'Bearer '

const refused = (status: 400 | 401 | 403 | 404 | 503, sentence: string): Admission => ({ admitted: false, status, sentence })

/**
 * Decides whether a request for LiveKit's signalling is forwarded: it needs a token of ours, and the sign-in of the same person, who may
 * be in that session now. Asks the database two questions by key, at the same time.
 *
 * The token is handed on in the one place that LiveKit looks at first, and nowhere else: it can be no other than the one checked here.
 * A fault of our own refuses for now, never for good.
 */
export async function admitSignalling(request: IncomingMessage, authenticate: Authenticate): Promise<Admission> {
  const target = parseSignallingTarget(request.url)
  if (!target) return refused(400, 'Bad request target.')
  if (!target.path) return refused(404, 'Not found.')
  if (!isOwnOrigin(request)) return refused(403, 'This request came from another site.')
  const { query } = target
  // It would have LiveKit add a suffix to the identity: a participant of whom nobody knows.
  if (query.has('publish')) return refused(400, 'This parameter is not used here.')
  const upgrades = request.headers.upgrade !== undefined
  if (upgrades && !query.has('join_request') && !(Number(query.get('protocol')) >= OLDEST_PROTOCOL))
    return refused(400, 'This protocol is too old.')

  const token = findToken(request.headers.authorization, query)
  if (token === 'ambiguous') return refused(400, 'There is more than one token.')
  const claimed = token === null ? null : await readJoinToken(token)
  if (token === null || !claimed) return refused(401, 'There is no valid token.')
  try {
    const [signIn, [unwelcome]] = await inTime(Promise.all([authenticate(request.headers.cookie), findUnwelcome([claimed])]))
    if (!signIn) return refused(401, 'Nobody is signed in.')
    if (signIn.memberId !== claimed.memberId) return refused(403, 'This is the token of somebody else.')
    if (unwelcome) return refused(unwelcome.why === 'lingered' ? 503 : 403, 'You may not be in this session.')
    query.delete('access_token')
    return { admitted: true, path: `${target.path}?${query}`, token, person: { ...claimed, signInId: signIn.signInId } }
  } catch (error) {
    log.warn({ error }, 'whether signalling may be forwarded could not be asked')
    return refused(503, 'Try again in a moment.')
  }
}

/** The token, where LiveKit looks: the header counts before the query. Two that differ are taken for neither. */
function findToken(authorization: string | undefined, query: URLSearchParams): string | 'ambiguous' | null {
  if (authorization && !authorization.startsWith(BEARER)) return null
  const tokens = new Set(query.getAll('access_token'))
  if (authorization) tokens.add(authorization.slice(BEARER.length))
  const [token] = tokens
  return tokens.size > 1 ? 'ambiguous' : (token ?? null)
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database took too long to answer')), ASK_TIMEOUT_MS)
  })
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
