import { instantSql, Prisma, readRows } from '#platform/db.server.ts'
import type { Agenda, AgendaItem } from '#rooms/agenda/contract.ts'

interface AgendaRow {
  roomId: string
  rev: number
  sessionId: string | null
  endedAt: string | null
  items: AgendaItem[]
  absent: Agenda['absent']
}

const person = (member: Prisma.Sql) => Prisma.sql`CASE WHEN ${member}.id IS NOT NULL
  THEN json_build_object('id', ${member}.id, 'name', ${member}.name, 'photoKey', ${member}."photoKey") END`
/** Two conditions, each with an index of its own: of the session, or waiting for the room's next one. */
const belongs = (row: Prisma.Sql) => Prisma.sql`(${row}."sessionId" = place."sessionId"
  OR (place."sessionId" IS NULL AND ${row}."sessionId" IS NULL AND ${row}."roomId" = place."roomId"))`

/**
 * Reads an agenda in one statement, so that `rev` and what it stands for are of one moment: of a session, or of a room as it is now
 * (of its open session, else of its next one). Null: there is no such room or session. It asks for no permission: whoever calls it
 * did, or tells only those who may hear.
 */
export async function gatherAgenda(where: { roomId: string } | { sessionId: string }): Promise<Agenda | null> {
  const place =
    'sessionId' in where
      ? Prisma.sql`"Session" session JOIN "Room" room ON room.id = session."roomId" WHERE session.id = ${where.sessionId}::uuid`
      : Prisma.sql`"Room" room
          LEFT JOIN "Session" session ON session."roomId" = room.id AND session."endedAt" IS NULL AND session."personCount" > 0
          WHERE room.id = ${where.roomId}::uuid`
  const [row] = await readRows<AgendaRow>(Prisma.sql`
    WITH place AS (SELECT room.id AS "roomId", room."agendaRev" AS rev, session.id AS "sessionId", session."endedAt" FROM ${place})
    SELECT place."roomId", place.rev, place."sessionId", ${instantSql(Prisma.sql`place."endedAt"`)} AS "endedAt",
      coalesce(lines.items, '[]') AS items, coalesce(missing.absent, '[]') AS absent
    FROM place
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'id', item.id, 'clientId', item."clientId", 'title', item.title, 'owner', ${person(Prisma.sql`owner`)},
        'minutes', item.minutes, 'done', item."doneAt" IS NOT NULL, 'threadId', item."threadId",
        'spans', coalesce(spans.list, '[]'), 'remarks', coalesce(remarks.list, '[]')
      ) ORDER BY item.position, item.id) AS items
      FROM "AgendaItem" item
      LEFT JOIN "Member" owner ON owner.id = item."ownerId"
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object(
          'startedAt', ${instantSql(Prisma.sql`span."startedAt"`)}, 'endedAt', ${instantSql(Prisma.sql`span."endedAt"`)}
        ) ORDER BY span."startedAt", span.id) AS list
        FROM "AgendaSpan" span WHERE span."itemId" = item.id
      ) spans ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object(
          'id', remark.id, 'kind', remark.kind, 'author', ${person(Prisma.sql`author`)}, 'html', remark.html,
          'createdAt', ${instantSql(Prisma.sql`remark."createdAt"`)},
          'answer', CASE WHEN remark."answeredAt" IS NOT NULL THEN json_build_object(
            'html', remark."answerHtml", 'by', ${person(Prisma.sql`answerer`)}, 'at', ${instantSql(Prisma.sql`remark."answeredAt"`)}) END
        ) ORDER BY remark."createdAt", remark.id) AS list
        FROM "AgendaRemark" remark
        LEFT JOIN "Member" author ON author.id = remark."authorId"
        LEFT JOIN "Member" answerer ON answerer.id = remark."answeredById"
        WHERE remark."itemId" = item.id
      ) remarks ON true
      WHERE item."deletedAt" IS NULL AND ${belongs(Prisma.sql`item`)}
    ) lines ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(${person(Prisma.sql`member`)} ORDER BY absence."createdAt", member.id) AS absent
      FROM "Absence" absence JOIN "Member" member ON member.id = absence."memberId"
      WHERE ${belongs(Prisma.sql`absence`)} AND NOT EXISTS (SELECT 1 FROM "Visit" visit WHERE visit."sessionId" = place."sessionId" AND visit."memberId" = member.id)
    ) missing ON true`)
  if (!row) return null
  const { sessionId, endedAt, ...agenda } = row
  return { ...agenda, session: sessionId ? { id: sessionId, endedAt } : null }
}
