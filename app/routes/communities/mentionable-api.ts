import type { LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { searched } from '#app/http/search-params.server.ts'
import { listMentionable } from '#communities/mentions/list-mentionable.server.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { DomainError } from '#platform/errors.server.ts'

/** GET `?community=<id>&name=…`: the people who can be named there, or be given an action. */
export const loader = memberJson<PersonCard[], LoaderFunctionArgs>(({ viewer, request }) => {
  const communityId = idSchema.safeParse(new URL(request.url).searchParams.get('community')).data
  if (!communityId) throw new DomainError('community.notFound')
  return listMentionable(viewer, communityId, searched(request, 'name'))
})
