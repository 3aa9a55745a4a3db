/** What a request wants of a file: all of it, the bytes from `start` to `end` (both included), or some that it does not have. */
export type WantedBytes = 'all' | 'none' | { start: number; end: number }

const SINGLE_RANGE = /^bytes=(\d*)-(\d*)$/

/**
 * Reads `Range` and `If-Range` (RFC 9110, 14.2 and 13.1.5). Ranges of another unit, several at once, and what is no range at all
 * are not looked at: the answer is the whole file then. So it is where `If-Range` names another state of it.
 */
export function wantedBytes(headers: Headers, sizeBytes: number, etag: string): WantedBytes {
  const found = SINGLE_RANGE.exec(headers.get('range')?.trim() ?? '')
  const ifRange = headers.get('if-range')
  if (!found || (ifRange !== null && ifRange !== etag)) return 'all'
  const [, first = '', last = ''] = found
  if (first === '') {
    if (last === '') return 'all'
    const length = Number(last)
    return length === 0 || sizeBytes === 0 ? 'none' : { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return 'all'
  return start >= sizeBytes ? 'none' : { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}
