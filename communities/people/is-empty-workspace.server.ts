import { db } from '#platform/db.server.ts'

let known = false

/** Whether nobody has signed up yet, so that the next one becomes the admin. Asks the database until the answer is no for good. */
export async function isEmptyWorkspace(): Promise<boolean> {
  if (known) return false
  known = (await db.member.findFirst({ select: { id: true } })) !== null
  return !known
}
