import { lineSchema } from '#platform/visible-text.server.ts'
import { ROOM_NAME_MAX } from '#rooms/doors/contract.ts'

/** A room's name, as it is typed; the messages are codes. */
export const roomNameSchema = lineSchema(ROOM_NAME_MAX, 'roomName.missing', 'roomName.tooLong')
