import type { Verb } from '#communities/memberships/contract.ts'
import type { Asker, StandingIn } from '#communities/memberships/permissions.server.ts'
import type { Recording } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { requireRecording } from '../watching/require-recording.server.ts'
import { isTranscribed } from './missing-voices.server.ts'

/**
 * A recording with a transcript that the viewer may do something with: one that is deleted has none, as it has no media.
 *
 * @throws DomainError `recording.notFound`, `transcript.notFound`, `community.archived`, `community.forbidden`
 */
export async function requireTranscript(
  viewer: Asker,
  recordingId: string,
  verb: Verb = 'recording.watch',
): Promise<StandingIn & { recording: Recording }> {
  const found = await requireRecording(viewer, recordingId, verb)
  if (found.recording.state === 'deleted') throw new DomainError('recording.notFound')
  if (!isTranscribed(found.recording)) throw new DomainError('transcript.notFound')
  return found
}
