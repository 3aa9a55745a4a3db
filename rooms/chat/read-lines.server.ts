import { type Db, db, Prisma, readRows } from '#platform/db.server.ts'
import { type ChatLineCard, QUOTE_MAX } from './contract.ts'

interface LineRow extends Omit<ChatLineCard, 'createdAt' | 'editedAt' | 'replyTo'> {
  createdAt: Date
  editedAt: Date | null
  replyTo: (NonNullable<ChatLineCard['replyTo']> & { markdown: string }) | null
}

/** Lines as they are told and read, and the `rev` of their session at the same moment: one statement sees one state of the chat. */
export interface LinesAtRev {
  lines: ChatLineCard[]
  rev: number
}

/** Reads lines of a session: which, in which order and how many is said by the end of the query (of the rows `line`). */
export async function readLines(sessionId: string, which: Prisma.Sql, client: Db = db): Promise<LinesAtRev> {
  const rows = await readRows<{ rev: number; line: LineRow | null }>(
    Prisma.sql`
    SELECT session."chatRev" AS rev, found.line
    FROM "Session" session
    LEFT JOIN LATERAL (
      SELECT json_build_object(
        'id', line.id, 'clientId', line."clientId", 'position', line.position, 'rev', line.rev,
        'author', CASE WHEN author.id IS NOT NULL
          THEN json_build_object('id', author.id, 'name', author.name, 'photoKey', author."photoKey") END,
        'markdown', CASE WHEN line."deletedAt" IS NULL THEN line.markdown ELSE '' END,
        'html', CASE WHEN line."deletedAt" IS NULL THEN line.html ELSE '' END,
        'replyTo', CASE WHEN quoted.id IS NOT NULL THEN json_build_object(
          'id', quoted.id, 'position', quoted.position, 'authorName', quoter.name,
          'markdown', CASE WHEN quoted."deletedAt" IS NULL THEN left(quoted.markdown, 1000) ELSE '' END) END,
        'reactions', CASE WHEN line."reactionCount" > 0 AND line."deletedAt" IS NULL THEN reacted.reactions END,
        'createdAt', line."createdAt", 'editedAt', line."editedAt", 'deleted', line."deletedAt" IS NOT NULL
      ) AS line, row_number() OVER () AS number
      FROM (SELECT * FROM "ChatLine" line WHERE line."sessionId" = session.id ${which}) line
      LEFT JOIN "Member" author ON author.id = line."authorId"
      LEFT JOIN "ChatLine" quoted ON quoted.id = line."replyToId"
      LEFT JOIN "Member" quoter ON quoter.id = quoted."authorId"
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('emoji', each.emoji, 'memberIds', each."memberIds") ORDER BY each.first, each.emoji) AS reactions
        FROM (
          SELECT emoji, min("createdAt") AS first, json_agg("memberId" ORDER BY "createdAt", "memberId") AS "memberIds"
          FROM "ChatReaction" WHERE "lineId" = line.id GROUP BY emoji
        ) each
      ) reacted ON line."reactionCount" > 0
    ) found ON true
    WHERE session.id = ${sessionId}::uuid`,
    client,
  )
  return { rev: rows[0]?.rev ?? 0, lines: rows.flatMap(({ line }) => (line ? [toCard(line)] : [])) }
}

/** One line, in the transaction that changed it: what is told is then exactly what has this `rev`. */
export async function readLine(tx: Db, sessionId: string, lineId: string): Promise<ChatLineCard> {
  const { lines } = await readLines(sessionId, Prisma.sql`AND line.id = ${lineId}::uuid`, tx)
  const [line] = lines
  if (!line) throw new Error(`chat line ${lineId} is gone`)
  return line
}

function toCard({ createdAt, editedAt, replyTo, reactions, ...line }: LineRow): ChatLineCard {
  return {
    ...line,
    replyTo: replyTo && {
      id: replyTo.id,
      position: replyTo.position,
      authorName: replyTo.authorName,
      quote: firstWords(replyTo.markdown),
    },
    reactions: reactions ?? [],
    createdAt: new Date(createdAt).toISOString(),
    editedAt: editedAt && new Date(editedAt).toISOString(),
  }
}

/** How a line begins, without what Markdown is written with. */
function firstWords(markdown: string): string {
  const plain = markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`>#~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...plain]
  return letters.length > QUOTE_MAX ? `${letters.slice(0, QUOTE_MAX - 1).join('')}…` : plain
}
