const PASSING = new Set(['offline', 'unexpected', 'limit.reached', 'database.unavailable', 'work.tooMuch'])

/** Whether a code comes from the moment, not from what was asked or sent: the same may work a little later, and is tried again. */
export function isPassing(code: string | undefined): boolean {
  return code === undefined || PASSING.has(code)
}
