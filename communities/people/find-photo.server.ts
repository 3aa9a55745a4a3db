import { findFile } from '#platform/storage.server.ts'

/** Where photos are stored; the rest of a photo's storage key is the member's `photoKey`. */
export const PHOTO_FOLDER = 'photos'

/** The WebP bytes of a photo; null where there is none of that key. */
export function findPhoto(photoKey: string): Promise<Buffer | null> {
  return findFile(`${PHOTO_FOLDER}/${photoKey}`)
}
