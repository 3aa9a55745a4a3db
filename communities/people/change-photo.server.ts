import sharp from 'sharp'
import { db } from '#platform/db.server.ts'
import { InvalidInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { removeFile, storeFile } from '#platform/storage.server.ts'
import type { Viewer } from './contract.ts'

const MAX_BYTES = 10 * 1024 * 1024
/** A picture that unpacks to more than this is no portrait. */
const MAX_PIXELS = 50_000_000
const SIDE_PX = 256

const perMember = defineLimit('photo', 20, 60 * 60)

/**
 * Makes a picture the viewer's photo: decoded, turned upright, cut to a square around what stands out, and encoded anew, so
 * that nothing but pixels is kept of the upload. `null` takes the photo away.
 *
 * @throws InvalidInput `photo.tooLarge`, `photo.unreadable`; DomainError `limit.reached`
 */
export async function changePhoto(viewer: Viewer, file: Blob | null): Promise<void> {
  await perMember.spend(viewer.id)
  const photoKey = file && (await storeFile('photos', 'webp', await encode(file)))
  const { photoKey: before } = await db.member.findUniqueOrThrow({ where: { id: viewer.id }, select: { photoKey: true } })
  await db.member.update({ where: { id: viewer.id }, data: { photoKey }, select: { id: true } })
  if (before) await removeFile(before)
}

async function encode(file: Blob): Promise<Buffer> {
  if (file.size > MAX_BYTES) throw new InvalidInput({ photo: 'photo.tooLarge' })
  try {
    return await sharp(await file.arrayBuffer(), { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .rotate()
      .resize(SIDE_PX, SIDE_PX, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .toBuffer()
  } catch {
    throw new InvalidInput({ photo: 'photo.unreadable' })
  }
}
