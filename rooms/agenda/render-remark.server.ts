import { renderPlain, renderVisible, type WithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { db } from '#platform/db.server.ts'

/** What somebody leaves on an agenda, or answers there, as it is shown, and whom of the room's community it names. */
export async function renderRemark(roomId: string, markdown: string): Promise<WithMentions> {
  const room = await db.room.findUnique({ where: { id: roomId }, select: { communityId: true } })
  return room ? renderVisible(room.communityId, markdown) : { html: await renderPlain(markdown), mentionedIds: [] }
}
