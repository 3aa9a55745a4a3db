import { renderPlain } from '#communities/mentions/render-with-mentions.server.ts'
import type { Prisma, Tx } from '#platform/db.server.ts'
import { FOLLOW_UP_MAX, traceSchema } from '#rooms/follow-ups/contract.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import { gatherTrace } from './gather-trace.server.ts'

/**
 * Makes the draft of a session that is over as exact as what came later: facts of who was there, the last letters of the notes.
 * What somebody wrote into it stays as it is, and so does all that is published. Call it with the session locked.
 */
export async function redraftFollowUp(tx: Tx, sessionId: string): Promise<void> {
  const [followUp] = await tx.$queryRaw<{ markdown: string; editedAt: Date | null; trace: unknown }[]>`
    SELECT markdown, "editedAt", trace FROM "FollowUp" WHERE "sessionId" = ${sessionId}::uuid AND state <> 'published' FOR UPDATE`
  if (!followUp) return
  const trace = await gatherTrace(tx, sessionId, { kept: traceSchema.parse(followUp.trace).agenda })
  const notes = followUp.editedAt ? null : await tx.notes.findUnique({ where: { sessionId }, select: { markdown: true } })
  const markdown = notes ? notes.markdown.slice(0, FOLLOW_UP_MAX) : followUp.markdown
  const changed = markdown !== followUp.markdown
  await tx.followUp.update({
    where: { sessionId },
    data: {
      trace: trace satisfies Prisma.InputJsonObject,
      ...(changed && { markdown, html: await renderPlain(markdown), rev: { increment: 1 } }),
    },
    select: { sessionId: true },
  })
  if (changed) await writeSessionText(tx, sessionId)
}
