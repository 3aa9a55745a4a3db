import { db } from '#platform/db.server.ts'
import { removeFile } from '#platform/storage.server.ts'
import { PHOTO_FOLDER } from './find-photo.server.ts'

/** Puts another photo (or none) in the place of a member's, and removes the file of the one before. */
export async function replacePhoto(memberId: string, photoKey: string | null): Promise<void> {
  const before = await db.$transaction(async (tx) => {
    const [found] = await tx.$queryRaw<{ photoKey: string | null }[]>`
      SELECT "photoKey" FROM "Member" WHERE id = ${memberId}::uuid FOR NO KEY UPDATE`
    await tx.member.update({ where: { id: memberId }, data: { photoKey }, select: { id: true } })
    return found?.photoKey
  })
  if (before) await removeFile(`${PHOTO_FOLDER}/${before}`)
}
