import { z } from 'zod'

export const ROOM_NAME_MAX = 60

/** The doors that can be chosen today. */
export const doorSchema = z.enum(['open', 'locked'], 'door.unknown')
