import { timingSafeEqual } from 'node:crypto'
import { hashToken } from '#platform/tokens.server.ts'

const signatureOf = (memberId: string) => hashToken(`unsubscribe from the digest: ${memberId}`)

/** What the link in a morning's mail carries: good for stopping that mail (and for taking that back), and for nothing else. */
export function makeUnsubscribeToken(memberId: string): string {
  return `${memberId}.${signatureOf(memberId)}`
}

/** Whose mail a token stops; null where it is none of ours. */
export function readUnsubscribeToken(token: string): string | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{64})$/.exec(token)
  if (!match?.[1] || !match[2]) return null
  return timingSafeEqual(Buffer.from(match[2]), Buffer.from(signatureOf(match[1]))) ? match[1] : null
}
