import { foldName } from '#communities/mentions/fold-name.server.ts'
import { foldedSql } from '#communities/mentions/folded-sql.server.ts'
import { db, Prisma } from '#platform/db.server.ts'

/** Of a name that many have, so many are looked for. */
const PEOPLE_MAX = 200

/** The ids of those whose name has this in it, whatever its case and accents. */
export async function findPeople(name: string): Promise<string[]> {
  const pattern = `%${foldName(name).replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Member" WHERE ${foldedSql(Prisma.sql`name`)} LIKE ${pattern} ORDER BY id LIMIT ${PEOPLE_MAX}`
  return rows.map(({ id }) => id)
}
