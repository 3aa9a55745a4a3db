import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { followUpFields } from './change-follow-up.server.ts'
import { requireFollowUpPlace } from './lock-follow-up.server.ts'

const input = z.object({ markdown: followUpFields.markdown })

/** A preview follows the writing. The longest text takes a worker a tenth of a second: it counts as several. */
const previewLimit = defineLimit('preview', 60, 60)
const LETTERS_A_TRY = 10_000

/**
 * What a text would look like as the follow-up of a session. It writes nothing.
 *
 * @throws InvalidInput `markdown`; DomainError `session.notFound`, `community.archived`, `community.forbidden`, `limit.reached`, `work.tooMuch`
 */
export async function previewFollowUp(viewer: Asker, sessionId: string, raw: unknown): Promise<string> {
  const { communityId } = await requireFollowUpPlace(viewer, sessionId, 'followUp.write')
  const { markdown } = parseInput(input, raw)
  for (let letters = 0; letters <= markdown.length; letters += LETTERS_A_TRY) await previewLimit.spend(viewer.id)
  return (await renderWithMentions(communityId, markdown)).html
}
