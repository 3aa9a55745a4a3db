import { type PersonCard, personCardSelect } from '#communities/people/contract.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import type { TranscriptLineView } from './contract.ts'

/** The columns that a line is shown by, for a Prisma `select`. */
export const lineSelect = {
  id: true,
  memberId: true,
  name: true,
  startMs: true,
  endMs: true,
  text: true,
  heard: true,
  editedAt: true,
  editedBy: { select: personCardSelect },
} as const satisfies Prisma.TranscriptLineSelect

type LineRow = Prisma.TranscriptLineGetPayload<{ select: typeof lineSelect }>

/** What is shown of lines: whoever has an account is named as they are called now. */
export async function describeLines(rows: readonly LineRow[]): Promise<TranscriptLineView[]> {
  const people = await findSpeakers(rows)
  return rows.map(({ id, memberId, name, startMs, endMs, text, heard, editedAt, editedBy }) => ({
    id,
    person: (memberId && people.get(memberId)) || { id: memberId, name, photoKey: null },
    startMs,
    endMs,
    text,
    heard,
    edited: editedAt && { by: editedBy, at: editedAt.toISOString() },
  }))
}

/** The people with an account who said these lines, by id. */
export async function findSpeakers(rows: readonly { memberId: string | null }[]): Promise<Map<string, PersonCard>> {
  const ids = [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))]
  const members = ids.length > 0 ? await db.member.findMany({ where: { id: { in: ids } }, select: personCardSelect }) : []
  return new Map(members.map((member) => [member.id, member]))
}
