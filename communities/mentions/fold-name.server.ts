import { Prisma } from '#platform/db.server.ts'

/** A name as it is compared: whatever its case, and with or without accents. `foldedSql` does the same in the database. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}

/** The expression for a folded name. */
export function foldedSql(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`lower(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'))`
}
