import type { Prisma } from '#platform/db.server.ts'

/** The condition that a name contains what was typed, whatever its case; signs that LIKE gives a meaning are taken as they are. */
export function nameContains(search: string): Prisma.StringFilter {
  return {
    contains: search
      .slice(0, 80)
      .trim()
      .replace(/[\\%_]/g, '\\$&'),
    mode: 'insensitive',
  }
}
