export const SIGNALLING_PREFIX = '/livekit'
/** Where browsers connect, and where they ask why they were refused. */
const SIGNALLING_PATHS = /^\/rtc(\/v\d+)?(\/validate)?$/

/** Whether a request's target is the proxy's to answer. */
export function isSignallingTarget(target: string | undefined): boolean {
  return target === SIGNALLING_PREFIX || (target?.startsWith(`${SIGNALLING_PREFIX}/`) ?? false)
}

/**
 * Reads a target under `/livekit`: LiveKit's own path, with the prefix cut off, and the query. Null where it is no address; `path` is null
 * for all but signalling (`/rtc…`): LiveKit's administration, debugging and agents are not for browsers.
 */
export function parseSignallingTarget(target: string | undefined): { path: string | null; query: URLSearchParams } | null {
  const rest = (target ?? '').slice(SIGNALLING_PREFIX.length).replace(/^\/+/, '/')
  // Browsers write no backslash: URL reads it as a slash, others as a letter.
  if (rest.includes('\\') || !URL.canParse(rest, 'http://upstream')) return null
  const { pathname, searchParams } = new URL(rest, 'http://upstream')
  return { path: SIGNALLING_PATHS.test(pathname) ? pathname : null, query: searchParams }
}
