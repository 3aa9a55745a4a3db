import { db, Prisma } from '#platform/db.server.ts'

interface ForeignKey {
  name: string
  table: string
  columns: string[]
  owner: string
  ownerColumns: string[]
}

/** Rows that name an owner who is not there, whatever the constraints say of themselves; by constraint, with how many. */
export async function findOrphans(): Promise<string[]> {
  const keys = await db.$queryRaw<ForeignKey[]>`
    SELECT c.conname AS name, c.conrelid::regclass::text AS "table", c.confrelid::regclass::text AS owner,
      (SELECT array_agg(quote_ident(attname) ORDER BY place) FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute ON attrelid = c.conrelid AND attnum = number) AS columns,
      (SELECT array_agg(quote_ident(attname) ORDER BY place) FROM unnest(c.confkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute ON attrelid = c.confrelid AND attnum = number) AS "ownerColumns"
    FROM pg_constraint c WHERE c.contype = 'f'`
  if (keys.length === 0) throw new Error('there are no foreign keys to look at')
  const found: string[] = []
  for (const { name, table, columns, owner, ownerColumns } of keys) {
    const named = columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ')
    const same = columns.map((column, i) => `owner.${ownerColumns[i]} = child.${column}`).join(' AND ')
    const [row] = await db.$queryRaw<[{ count: number }]>(
      Prisma.raw(
        `SELECT count(*)::int AS count FROM ${table} child WHERE ${named} AND NOT EXISTS (SELECT FROM ${owner} owner WHERE ${same})`,
      ),
    )
    if (row.count > 0) found.push(`${name}: ${row.count}`)
  }
  return found
}
