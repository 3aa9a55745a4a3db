import { z } from 'zod'
import type { Verb } from '#communities/memberships/contract.ts'
import { type Asker, findStanding, may, type StandingIn } from '#communities/memberships/permissions.server.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/**
 * A recording that the viewer may do something with: who may not watch it does not hear that there is one.
 *
 * @throws DomainError `recording.notFound`, `community.archived`, `community.forbidden`
 */
export async function requireRecording(
  viewer: Asker,
  recordingId: string,
  verb: Verb = 'recording.watch',
): Promise<StandingIn & { recording: Recording }> {
  const recording = z.uuid().safeParse(recordingId).success ? await db.recording.findUnique({ where: { id: recordingId } }) : null
  const found = recording && (await findStanding(viewer, { id: recording.communityId }))
  if (!recording || !found || !may(found.standing, 'recording.watch')) throw new DomainError('recording.notFound')
  if (may(found.standing, verb)) return { ...found, recording }
  const archived = found.standing.archived && may({ ...found.standing, archived: false }, verb)
  throw new DomainError(archived ? 'community.archived' : 'community.forbidden')
}
