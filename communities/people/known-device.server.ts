import { timingSafeEqual } from 'node:crypto'
import { hashToken, makeToken } from '#platform/tokens.server.ts'

/** Of accounts that one browser signs in to: more are forgotten, the oldest first. */
const ACCOUNTS_MOST = 5

/**
 * What a browser keeps of having signed in to an account, as OWASP's device cookies have it. It signs nobody in: it gives the browser a
 * budget of tries of its own (`sign-in-tries`), so that others who guess, from however many addresses, do not keep the owner out.
 *
 * One mark an account, `<id>.<signature>`: it names no account, and is good for the one whose e-mail it was signed with.
 */
export function rememberDevice(email: string, devices: string | null): string {
  const marks = marksOf(devices)
  const known = marks.find((mark) => isOf(mark, email))
  const id = makeToken()
  const mark = known ?? `${id}.${signed(id, email)}`
  return [mark, ...marks.filter((other) => other !== mark)].slice(0, ACCOUNTS_MOST).join('~')
}

/** The id under which this browser's tries at an account are counted; null where it never signed in to it. */
export function findDevice(email: string, devices: string | null): string | null {
  const mark = marksOf(devices).find((one) => isOf(one, email))
  return mark ? (mark.split('.')[0] ?? null) : null
}

const marksOf = (devices: string | null) => (devices ?? '').split('~', ACCOUNTS_MOST).filter(Boolean)

function isOf(mark: string, email: string): boolean {
  const [id = '', signature = ''] = mark.split('.')
  const expected = Buffer.from(signed(id, email))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Keyed as sign-ins are, and of no use as one. */
const signed = (id: string, email: string) => hashToken(`device ${id} ${email}`)
