import type { Viewer } from '#communities/people/contract.ts'
import { replacePhoto } from './replace-photo.server.ts'

/** Takes a member's photo away: their initials are shown again. Repeating it does nothing. */
export function removePhoto(viewer: Pick<Viewer, 'id'>): Promise<void> {
  return replacePhoto(viewer.id, null)
}
