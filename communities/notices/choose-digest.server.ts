import { lastWorkingMorning } from '#communities/people/working-morning.server.ts'
import { db } from '#platform/db.server.ts'

/**
 * Says whether a member wants the morning's mail. The first one after asking for it tells what came up since the working morning before
 * that, whatever was told or missed long ago. Repeating it changes nothing, so that a morning that still has to be made good stays so.
 */
export async function chooseDigest(memberId: string, digest: boolean, now: Date): Promise<void> {
  const { timeZone } = await db.member.findUniqueOrThrow({ where: { id: memberId }, select: { timeZone: true } })
  await db.member.updateMany({
    where: { id: memberId, digest: !digest },
    data: { digest, ...(digest && { digestToldUntil: lastWorkingMorning(timeZone, now) }) },
  })
}
