import { z } from 'zod'
import { memberAction } from '#app/http/answer.server.ts'
import { DomainError, parseInput } from '#platform/errors.server.ts'
import { joinRoom } from '#rooms/sessions/join-room.server.ts'
import { prepareJoin } from '#rooms/sessions/prepare-join.server.ts'

const input = z.object({ prepare: z.union([z.boolean(), z.literal('true').transform(() => true)]).default(false) })
const roomIdSchema = z.uuid()

/** What a browser needs to connect to a room's media; with `prepare`, what it can have before anybody clicks. */
export const action = memberAction(async ({ viewer, params, form }) => {
  const roomId = roomIdSchema.safeParse(params['roomId'])
  if (!roomId.success) throw new DomainError('room.notFound')
  const { prepare } = parseInput(input, form)
  return prepare ? prepareJoin(viewer, roomId.data) : joinRoom(viewer, roomId.data)
})
