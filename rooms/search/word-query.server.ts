import { Prisma } from '#platform/db.server.ts'
import { foldText } from './fold-text.server.ts'

/** What was typed, as a full-text query: words are looked for as either language has them, since texts were taken apart in both. */
export function wordQuery(word: string): Prisma.Sql {
  const folded = foldText(word)
  return Prisma.sql`(websearch_to_tsquery('french', ${folded}) || websearch_to_tsquery('english', ${folded}))`
}
