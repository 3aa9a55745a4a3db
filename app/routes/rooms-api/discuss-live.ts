import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { AgendaRoom } from '#rooms/agenda/contract.ts'
import { discussLive } from '#rooms/agenda/discuss-live.server.ts'
import { listAgendaRooms } from '#rooms/agenda/list-agenda-rooms.server.ts'

/** GET: the rooms in which the thread can be discussed. */
export const loader = memberJson<AgendaRoom[], LoaderFunctionArgs>(({ viewer, params }) =>
  listAgendaRooms(viewer, params['threadId'] ?? ''),
)

/** POST `{ roomId }`: puts the thread on that room's agenda. */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  await discussLive(viewer, params['threadId'] ?? '', await readForm(request))
  return null
})
