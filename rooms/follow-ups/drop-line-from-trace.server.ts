import type { Prisma, Tx } from '#platform/db.server.ts'
import { traceSchema } from '#rooms/follow-ups/contract.ts'

/**
 * Takes a line of the chat that is deleted out of what the session's follow-up tells of it, published or not: its links, and its
 * words. Call it with the session locked.
 */
export async function dropLineFromTrace(tx: Tx, sessionId: string, lineId: string): Promise<void> {
  const [followUp] = await tx.$queryRaw<{ trace: unknown }[]>`
    SELECT trace FROM "FollowUp" WHERE "sessionId" = ${sessionId}::uuid FOR UPDATE`
  if (!followUp) return
  const trace = traceSchema.parse(followUp.trace)
  const isOther = (said: { lineId: string }) => said.lineId !== lineId
  const kept = { ...trace, links: trace.links.filter(isOther), loved: trace.loved.filter(isOther) }
  await tx.followUp.update({ where: { sessionId }, data: { trace: kept satisfies Prisma.InputJsonObject }, select: { sessionId: true } })
}
