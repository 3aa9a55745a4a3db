import { db, Prisma } from '#platform/db.server.ts'
import { InvalidInput } from '#platform/errors.server.ts'
import { plainTextOf, renderMarkdown, renderMarked } from '#platform/markdown.server.ts'
import { hasVisible } from '#platform/visible-text.server.ts'
import { mentionFinder, type Named, tailsOf } from './find-mentions.server.ts'
import { foldedSql } from './fold-name.server.ts'

/** What was written, as it is stored and shown, and who is named in it. */
export interface WithMentions {
  html: string
  /** In the order of their first mention, each once. */
  mentionedIds: string[]
}

const NAME_MAX = 80
/** More people are told by a post of a community than by naming them. */
const TAILS_MAX = 50

/**
 * Turns what a member wrote in a community into safe HTML, in which `@Full Name` of somebody who may read that community is marked:
 * `<span class="mention" data-member="<id>">`. Nothing in code or in links is a mention, and nobody else is told apart from plain text.
 *
 * Telling those who are named is the caller's: `notify` in the transaction that stores the HTML.
 */
export async function renderWithMentions(communityId: string, markdown: string): Promise<WithMentions> {
  if (!markdown.includes('@')) return { html: renderMarkdown(markdown), mentionedIds: [] }
  const mentionedIds = new Set<string>()
  const html = await renderMarked(markdown, async (texts) => {
    const tails = new Set(texts.flatMap((text) => tailsOf(text, NAME_MAX)))
    const people = await findNamed(communityId, [...tails].slice(0, TAILS_MAX))
    const findIn = mentionFinder(people)
    return texts.map((text) =>
      findIn(text).map(({ from, to, ids }) => {
        for (const id of ids) mentionedIds.add(id)
        return { from, to, memberId: ids[0] ?? '' }
      }),
    )
  })
  return { html, mentionedIds: [...mentionedIds] }
}

/**
 * `renderWithMentions` for what is going to stand somewhere: of which something must be seen. A picture alone, a link's definition or
 * hidden letters are nothing; no text at all is the caller's to judge.
 *
 * @throws InvalidInput `markdown`
 */
export async function renderVisible(communityId: string, markdown: string): Promise<WithMentions> {
  const written = await renderWithMentions(communityId, markdown)
  requireVisible(markdown, written.html)
  return written
}

/** @throws InvalidInput `markdown`: nothing of the text would be seen */
export function requireVisible(markdown: string, html: string): void {
  if (markdown === '' || hasVisible(plainTextOf(html)) || html.includes('<hr')) return
  throw new InvalidInput({ markdown: 'markdown.invisible' })
}

/** Those who may read the community and whose name one of the tails begins with; of the same name, its members first. */
async function findNamed(communityId: string, tails: string[]): Promise<Named[]> {
  if (tails.length === 0) return []
  return db.$queryRaw<Named[]>`
    WITH tail AS MATERIALIZED (
      SELECT ${foldedSql(Prisma.sql`written`)} AS words FROM unnest(${tails}::text[]) AS written
    ), reader AS MATERIALIZED (
      SELECT member.id, member.name, member."createdAt", membership."memberId" IS NULL AS outside,
        ${foldedSql(Prisma.sql`member.name`)} AS folded
      FROM "Member" member
      JOIN "Community" community ON community.id = ${communityId}::uuid
      LEFT JOIN "Membership" membership ON membership."communityId" = community.id AND membership."memberId" = member.id
      WHERE member."deactivatedAt" IS NULL AND (community.visibility = 'open' OR membership."memberId" IS NOT NULL)
    )
    SELECT id, name FROM reader
    WHERE EXISTS (SELECT 1 FROM tail WHERE starts_with(tail.words, reader.folded))
    ORDER BY outside, "createdAt", id`
}
