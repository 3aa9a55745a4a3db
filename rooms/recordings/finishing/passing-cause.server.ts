import type { RecordingCause } from '#rooms/recordings/contract.ts'

const PASSING: readonly string[] = ['finish.failed', 'ffmpeg.missing', 'finish.noRoom'] satisfies RecordingCause[]

/** What a recording still says of itself once it has been put together: why it ended, and no more what had held that up. */
export const withoutPassing = (cause: string | null): string | null => (cause !== null && PASSING.includes(cause) ? null : cause)
