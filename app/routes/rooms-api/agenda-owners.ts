import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { memberJson } from '#app/http/answer.server.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'
import { listOwners } from '#rooms/agenda/list-owners.server.ts'

/** GET: who can bring a line of the room's agenda. */
export const loader = memberJson<PersonCard[], LoaderFunctionArgs>(({ viewer, params }) => {
  const roomId = z.uuid().safeParse(params['roomId'])
  if (!roomId.success) throw new DomainError('room.notFound')
  return listOwners(viewer, roomId.data)
})
