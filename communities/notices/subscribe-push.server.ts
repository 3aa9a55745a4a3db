import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { findPushEndpoint } from '#platform/web-push.server.ts'

const key = (bytes: number) =>
  z.string().refine((text) => /^[\w-]+={0,2}$/.test(text) && Buffer.from(text, 'base64url').length === bytes, 'input.invalid')
/** As a browser's `PushSubscription.toJSON()` says it (RFC 8291: an uncompressed point of P-256, and 16 bytes). */
const input = z.object({ endpoint: z.string().max(1000, 'input.invalid'), keys: z.object({ p256dh: key(65), auth: key(16) }) })

const limit = defineLimit('push-subscribe', 30, 60 * 60)

/**
 * Lets this browser be told of what comes up in the viewer's inbox, as long as it is signed in. Doing it again changes nothing;
 * a browser that somebody else was told in before tells its new user only.
 *
 * @throws InvalidInput; DomainError `push.unknownService`, `limit.reached`
 */
export async function subscribePush(viewer: Viewer, raw: unknown): Promise<void> {
  await limit.spend(viewer.id)
  const { endpoint: address, keys } = parseInput(input, raw)
  const endpoint = findPushEndpoint(address)
  if (!endpoint) throw new DomainError('push.unknownService')
  const data = { memberId: viewer.id, signInId: viewer.signInId, ...keys, language: viewer.language }
  await db.$transaction(async (tx) => {
    await tx.pushSubscription.deleteMany({ where: { signInId: viewer.signInId, endpoint: { not: endpoint } } })
    await tx.pushSubscription.upsert({ where: { endpoint }, create: { endpoint, ...data }, update: data })
  })
}
