import type { PersonCard } from '#communities/people/contract.ts'
import type { ReplyItem } from '#communities/threads/contract.ts'

/** Where people replied to, on the bar: one face for what lies close together. */
export interface Marker {
  key: string
  replyId: string
  momentMs: number
  person: PersonCard | null
  names: string
  count: number
}

/** Faces that are nearer to each other than this part of the bar stand as one. */
const CLOSE_SHARE = 0.025

/** The marks of the replies that are about a moment of this recording, in its order. */
export function markersOf(
  replies: readonly ReplyItem[],
  { recordingId, durationMs, somebody }: { recordingId: string; durationMs: number; somebody: string },
): Marker[] {
  const markers: Marker[] = []
  const about = replies.flatMap((reply) => (reply.moment?.recordingId === recordingId ? [{ reply, momentMs: reply.moment.momentMs }] : []))
  for (const { reply, momentMs } of about.sort((a, b) => a.momentMs - b.momentMs)) {
    const name = reply.author?.name ?? somebody
    const last = markers.at(-1)
    if (last && momentMs - last.momentMs < durationMs * CLOSE_SHARE) {
      last.count++
      if (!last.names.split(', ').includes(name)) last.names += `, ${name}`
    } else markers.push({ key: reply.id, replyId: reply.id, momentMs, person: reply.author, names: name, count: 1 })
  }
  return markers
}
