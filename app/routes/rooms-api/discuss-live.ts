import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { AgendaRoom } from '#rooms/agenda/contract.ts'
import { discussLive } from '#rooms/agenda/discuss-live.server.ts'
import { listAgendaRooms } from '#rooms/agenda/list-agenda-rooms.server.ts'

function threadIdOf(params: LoaderFunctionArgs['params']): string {
  const id = idSchema.safeParse(params['threadId'])
  if (!id.success) throw new DomainError('thread.notFound')
  return id.data
}

/** GET: the rooms in which the thread can be discussed. */
export const loader = memberJson<AgendaRoom[], LoaderFunctionArgs>(({ viewer, params }) => listAgendaRooms(viewer, threadIdOf(params)))

/** POST `{ roomId }`: puts the thread on that room's agenda. */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  await discussLive(viewer, threadIdOf(params), await readForm(request))
  return null
})
