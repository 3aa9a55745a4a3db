import { Prisma } from '#platform/db.server.ts'

/** The expression for a name as `foldName` folds it. */
export function foldedSql(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`lower(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'))`
}
