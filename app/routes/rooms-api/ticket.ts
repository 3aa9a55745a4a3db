import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { memberAction } from '#app/http/answer.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { joinRoom } from '#rooms/sessions/join-room.server.ts'
import { prepareJoin } from '#rooms/sessions/prepare-join.server.ts'

const input = z.object({ prepare: z.union([z.boolean(), z.literal('true').transform(() => true)]).default(false) })

const takeTicket = memberAction(async ({ viewer, params, form }) => {
  const roomId = params['roomId'] ?? ''
  const { prepare } = parseInput(input, form)
  return prepare ? prepareJoin(viewer, roomId) : joinRoom(viewer, roomId)
})

/**
 * What a browser needs to connect to a room's media (a `JoinTicket`); with `prepare`, what it can have before anybody clicks
 * (a `PreparedJoin`). The address is made absolute with the name under which this browser reaches the site. An expected
 * error is answered with its status and `{ ok: false, code, details }`.
 */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { data: answer, init } = await takeTicket(args)
  if (!answer.ok) return Response.json(answer, { status: init?.status ?? 400 })
  const url = new URL(answer.value.url, args.request.url).href.replace(/^http/, 'ws')
  return Response.json({ ...answer.value, url }, { headers: { 'cache-control': 'no-store' } })
}
