import { z } from 'zod'

export const ROOM_NAME_MAX = 60

/** A room's name, as it is typed; the messages are codes. */
export const roomNameSchema = z.string().trim().min(1, 'roomName.missing').max(ROOM_NAME_MAX, 'roomName.tooLong')

/** The doors that can be chosen today. */
export const doorSchema = z.enum(['open', 'locked'], 'door.unknown')
