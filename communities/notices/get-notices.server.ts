import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { NoticeSettings } from './contract.ts'

/** How the viewer wants to be told of things, and whether this browser tells them. */
export async function getNotices(viewer: Pick<Viewer, 'id' | 'signInId'>): Promise<NoticeSettings> {
  const [settings, subscription] = await Promise.all([
    db.member.findUniqueOrThrow({ where: { id: viewer.id }, select: { digest: true, quietFrom: true, quietTo: true } }),
    db.pushSubscription.findFirst({ where: { signInId: viewer.signInId }, select: { endpoint: true } }),
  ])
  return { ...settings, pushEndpoint: subscription?.endpoint ?? null }
}
