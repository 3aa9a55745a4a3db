import { z } from 'zod'
import { type Asker, requireStanding } from '#communities/memberships/permissions.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { requireWorkspaceAdmin } from '#communities/people/require-workspace-admin.server.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { optionalDaysSchema, requiredDaysSchema } from './fields.server.ts'

const ofCommunity = z.object({
  keepRecordingsDays: optionalDaysSchema,
  /** A box that is ticked or not there. */
  onceFollowedUp: z.literal('on').optional(),
})
const ofWorkspace = z.object({ keepRecordingsDays: optionalDaysSchema, keepRecordingPartsDays: requiredDaysSchema })

/**
 * Says how long a community keeps its recordings: days, or nothing (as the workspace); and whether they go once the follow-up is
 * published. A stricter rule takes nothing away before who may keep it was told a week before.
 *
 * @throws InvalidInput `keepRecordingsDays`; DomainError `community.notFound`, `community.forbidden`, `community.archived`
 */
export async function setCommunityRetention(viewer: Asker, communityId: string, raw: unknown): Promise<void> {
  const { keepRecordingsDays, onceFollowedUp } = parseInput(ofCommunity, raw)
  await db.$transaction(async (tx) => {
    await requireStanding(viewer, { id: communityId }, 'community.edit', tx)
    await tx.community.update({
      where: { id: communityId },
      data: { keepRecordingsDays, dropRecordingsOnceFollowedUp: onceFollowedUp === 'on' },
    })
  })
}

/**
 * Says how long recordings stay where their community says nothing: days, or nothing (for good); and how long each person's own sound
 * and picture stay beside the film.
 *
 * @throws InvalidInput `keepRecordingsDays`, `keepRecordingPartsDays`; DomainError `workspace.forbidden`
 */
export async function setWorkspaceRetention(viewer: Pick<Viewer, 'role'>, raw: unknown): Promise<void> {
  requireWorkspaceAdmin(viewer)
  await db.workspace.update({ where: { id: 1 }, data: parseInput(ofWorkspace, raw) })
}
