import { z } from 'zod'
import type { WithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import type { FollowUp, Tx } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { optionalLineSchema } from '#platform/visible-text.server.ts'
import { FOLLOW_UP_MAX, FOLLOW_UP_TITLE_MAX } from '#rooms/follow-ups/contract.ts'

/** What the editor of a follow-up sends. `rev`: of what it began with. */
export const followUpFields = {
  title: optionalLineSchema(FOLLOW_UP_TITLE_MAX, 'followUpTitle.tooLong'),
  markdown: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(FOLLOW_UP_MAX, 'followUp.tooLong')),
  rev: z.coerce.number().int('input.invalid').nonnegative('input.invalid'),
}

interface WrittenFollowUp {
  title: string
  markdown: string
  rev: number
  written: WithMentions
}

/**
 * Puts another text into a locked follow-up; what it said before is kept as a version. The same text again changes nothing.
 *
 * @returns the follow-up as it is then
 * @throws DomainError `followUp.changed`: somebody changed it since `rev`, and to other words than these
 */
export async function changeFollowUp(
  tx: Tx,
  viewerId: string,
  followUp: FollowUp,
  { title, markdown, rev, written }: WrittenFollowUp,
  now: Date,
): Promise<FollowUp> {
  if (title === followUp.title && markdown === followUp.markdown) {
    if (followUp.html === written.html) return followUp
    // The same words name somebody who could not be named before.
    return tx.followUp.update({ where: { sessionId: followUp.sessionId }, data: { html: written.html } })
  }
  if (rev !== followUp.rev) throw new DomainError('followUp.changed', { rev: followUp.rev })
  await tx.followUpVersion.create({
    data: {
      sessionId: followUp.sessionId,
      rev: followUp.rev,
      title: followUp.title,
      markdown: followUp.markdown,
      html: followUp.html,
      editedById: viewerId,
      createdAt: now,
    },
    select: { rev: true },
  })
  return tx.followUp.update({
    where: { sessionId: followUp.sessionId },
    data: { title, markdown, html: written.html, editedAt: now, rev: { increment: 1 } },
  })
}
