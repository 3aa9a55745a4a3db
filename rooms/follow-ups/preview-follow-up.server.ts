import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { followUpFields } from './change-follow-up.server.ts'
import { requireFollowUpPlace } from './lock-follow-up.server.ts'

const input = z.object({ markdown: followUpFields.markdown })

/**
 * What a text would look like as the follow-up of a session. It writes nothing.
 *
 * @throws InvalidInput `markdown`; DomainError `session.notFound`, `community.archived`, `community.forbidden`
 */
export async function previewFollowUp(viewer: Asker, sessionId: string, raw: unknown): Promise<string> {
  const { communityId } = await requireFollowUpPlace(viewer, sessionId, 'followUp.write')
  const { markdown } = parseInput(input, raw)
  return (await renderWithMentions(communityId, markdown)).html
}
