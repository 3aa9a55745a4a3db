import type { Viewer } from '#communities/people/contract.ts'
import { InvalidInput } from '#platform/errors.server.ts'
import { squarePhoto } from '#platform/images.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { storeFile } from '#platform/storage.server.ts'
import { PHOTO_FOLDER } from './find-photo.server.ts'
import { replacePhoto } from './replace-photo.server.ts'

const MOST_BYTES = 10 * 1024 * 1024
const SIZE = 256

const perAddress = defineLimit('photo-address', 120, 60 * 60)
const perAccount = defineLimit('photo-account', 20, 60 * 60)

/**
 * Makes an uploaded picture a member's photo: decoded within limits and written anew, so that nothing of the file itself is kept.
 * The photo before it is gone; of two uploads that race, the last one stands.
 *
 * @throws InvalidInput `photo.missing`, `photo.tooLarge`, `photo.unreadable`; DomainError `limit.reached`
 */
export async function changePhoto(viewer: Pick<Viewer, 'id'>, upload: unknown, clientAddress: string): Promise<void> {
  if (!(upload instanceof File) || upload.size === 0) throw new InvalidInput({ photo: 'photo.missing' })
  if (upload.size > MOST_BYTES) throw new InvalidInput({ photo: 'photo.tooLarge' })
  await perAddress.spend(clientAddress)
  await perAccount.spend(viewer.id)
  const square = await squarePhoto(new Uint8Array(await upload.arrayBuffer()), SIZE)
  if (!square) throw new InvalidInput({ photo: 'photo.unreadable' })
  const key = await storeFile(PHOTO_FOLDER, 'webp', square)
  await replacePhoto(viewer.id, key.slice(PHOTO_FOLDER.length + 1))
}
