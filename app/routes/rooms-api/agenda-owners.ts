import type { LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import { listOwners } from '#rooms/agenda/list-owners.server.ts'

/** GET: who can bring a line of the room's agenda. */
export const loader = memberJson<PersonCard[], LoaderFunctionArgs>(({ viewer, params }) => {
  return listOwners(viewer, params['roomId'] ?? '')
})
