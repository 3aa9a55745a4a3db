import { statfs } from 'node:fs/promises'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { requireWorkspaceAdmin } from '#communities/people/require-workspace-admin.server.ts'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import type { RecordingStorage } from './contract.ts'

/** What is kept of a community's recordings, those that were deleted within 30 days among it. @throws DomainError as `requireStanding` */
export async function sumCommunityStorage(viewer: Asker, communityId: string): Promise<RecordingStorage> {
  await requireStanding(viewer, { id: communityId }, 'recording.watch')
  const sum = await db.recording.aggregate({ where: { communityId, bytes: { gt: 0 } }, _sum: { bytes: true }, _count: true })
  return { count: sum._count, bytes: Number(sum._sum.bytes ?? 0) }
}

/**
 * What is kept of all recordings, and how much room is left on the disk, for who looks after the installation.
 *
 * @throws DomainError `workspace.forbidden`
 */
export async function sumWorkspaceStorage(viewer: Pick<Viewer, 'role'>): Promise<RecordingStorage & { freeBytes: number }> {
  requireWorkspaceAdmin(viewer)
  const [sum, disk] = await Promise.all([
    db.recording.aggregate({ where: { bytes: { gt: 0 } }, _sum: { bytes: true }, _count: true }),
    statfs(env.PALIER_DATA_DIR),
  ])
  return { count: sum._count, bytes: Number(sum._sum.bytes ?? 0), freeBytes: disk.bavail * disk.bsize }
}
