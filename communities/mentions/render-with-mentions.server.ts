import { db, Prisma } from '#platform/db.server.ts'
import { InvalidInput } from '#platform/errors.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { hasVisible } from '#platform/visible-text.server.ts'
import { inWorker } from '#platform/workers.server.ts'
import type { Named } from './find-mentions.server.ts'
import { foldedSql } from './folded-sql.server.ts'
import * as here from './render-worker.server.ts'

export type { WithMentions } from './render-worker.server.ts'

/** So much is rendered within 4 ms at the worst, as long as many a page takes; DECISIONS.md has the figures. */
const LETTERS_HERE_MAX = 2_000
const beside = inWorker<typeof here>('communities/mentions/render-worker.server.ts')

/**
 * Turns what a member wrote into HTML that is safe to show, long texts beside the event loop. Rendered when written, and stored: pages
 * only read it.
 *
 * @throws DomainError `work.tooMuch`
 */
export async function renderPlain(markdown: string): Promise<string> {
  return rendererOf(markdown).renderPlain(markdown)
}

/**
 * As `renderPlain`, of what was written in a community: `@Full Name` of somebody who may read that community is marked as
 * `<span class="mention" data-member="<id>">`. Nothing in code or in links is a mention, and nobody else is told apart from plain text.
 *
 * Telling those who are named is the caller's: `notify` in the transaction that stores the HTML.
 *
 * @throws DomainError `work.tooMuch`
 */
export async function renderWithMentions(communityId: string, markdown: string): Promise<here.WithMentions> {
  if (!markdown.includes('@')) return { html: await renderPlain(markdown), mentionedIds: [] }
  const renderer = rendererOf(markdown)
  const people = await findNamed(communityId, await renderer.readTails(markdown))
  return renderer.renderNaming({ markdown, people })
}

function rendererOf(markdown: string) {
  return markdown.length > LETTERS_HERE_MAX ? beside : here
}

/**
 * `renderWithMentions` for what is going to stand somewhere: of which something must be seen. A picture alone, a link's definition or
 * hidden letters are nothing; no text at all is the caller's to judge.
 *
 * @throws InvalidInput `markdown`; DomainError `work.tooMuch`
 */
export async function renderVisible(communityId: string, markdown: string): Promise<here.WithMentions> {
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
