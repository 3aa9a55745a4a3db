import { z } from 'zod'

/** Actions of a thread changed; told to who has them, and to who looks at its session from close by. Read them again where they are on screen. */
export const actionsChanged = {
  name: 'actions.changed',
  payload: z.object({ threadId: z.string(), sessionId: z.string().nullable() }),
} as const
