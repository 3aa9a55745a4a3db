import { db } from '#platform/db.server.ts'
import type { Viewer } from './contract.ts'

export interface SignInRow {
  id: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
}

/** The browsers in which the viewer is signed in, the one seen last first. */
export function listSignIns(viewer: Viewer, now = new Date()): Promise<SignInRow[]> {
  return db.signIn.findMany({
    where: { memberId: viewer.id, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: 50,
  })
}
