import type { Viewer } from '#communities/people/contract.ts'
import { db, type Language } from '#platform/db.server.ts'

/** Changes the language in which a member reads everything, mails included. */
export async function changeLanguage(viewer: Pick<Viewer, 'id'>, language: Language): Promise<void> {
  await db.member.update({ where: { id: viewer.id }, data: { language }, select: { id: true } })
}
