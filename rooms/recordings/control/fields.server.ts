import { z } from 'zod'

/** Which recording is meant: a click that comes late must not touch the next one. */
export const recordingIdInput = z.object({ recordingId: z.uuid('recording.notFound') })
