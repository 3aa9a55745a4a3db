import { z } from 'zod'

/** The recording that a room's session is in the middle of. Instants are ISO 8601 in UTC. */
export const runningRecordingSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  rev: z.number().int(),
  /** `finishing` and later: it is over, and the banner goes. */
  state: z.enum(['requested', 'recording', 'paused', 'finishing', 'ready', 'failed', 'deleted']),
  /** What people want, and what the recorder does in a moment. */
  wanted: z.enum(['record', 'pause', 'stop']),
  by: z.object({ id: z.string(), name: z.string(), photoKey: z.string().nullable() }).nullable(),
  startedAt: z.string().nullable(),
  /** How long it was when this was told; while the state is `recording`, it goes on from there. */
  takenMs: z.number().int(),
  /** The recorder went away, and comes back: what is said meanwhile is missing. */
  interrupted: z.boolean(),
  cause: z.string().nullable(),
})
export type RunningRecording = z.infer<typeof runningRecordingSchema>

/** Told to who looks at the room from close by. One whose `rev` is smaller than that of the one you have (of the same id) is old news. */
export const roomRecording = {
  name: 'room.recording',
  payload: z.object({ roomId: z.string(), recording: runningRecordingSchema }),
} as const

/** Told to who watches the community: pages that show this session or its recordings read again. */
export const recordingChanged = {
  name: 'recording.changed',
  payload: z.object({ communityId: z.string(), sessionId: z.string(), recordingId: z.string() }),
} as const
