import type { Standing } from '#communities/memberships/contract.ts'
import { type Asker, may } from '#communities/memberships/permissions.server.ts'
import type { Recording } from '#platform/db.server.ts'
import type { RecordingChoices } from './contract.ts'

/** What a viewer, who may watch a recording, can do with it: as the use cases will say when they are asked. */
export function describeChoices(viewer: Asker, standing: Standing, recording: Recording): RecordingChoices {
  const { state, heldUpBy, playableAt, composedAt, requestedById, deletedById } = recording
  const over = state === 'ready' || state === 'failed'
  const deletes = (theirs: string | null) =>
    may(standing, 'recording.delete') || (theirs === viewer.id && may(standing, 'recording.download'))
  return {
    download: state !== 'deleted' && playableAt !== null && may(standing, 'recording.download'),
    readConsents: may(standing, 'recording.download'),
    keep: over && may(standing, 'recording.keep'),
    delete: over && deletes(requestedById),
    restore: state === 'deleted' && deletes(deletedById ?? requestedById),
    retry: heldUpBy === 'finish.failed' && (state === 'failed' || (state === 'ready' && !composedAt)) && may(standing, 'recording.control'),
    post: may(standing, 'thread.post'),
    reply: may(standing, 'thread.reply'),
  }
}
