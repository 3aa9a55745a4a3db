import { type Asker, readableBy } from '#communities/memberships/permissions.server.ts'
import type { ThreadItem } from '#communities/threads/contract.ts'
import { db } from '#platform/db.server.ts'
import { mediaUrl } from '../describe-recording.server.ts'
import type { MomentCard } from './contract.ts'

/**
 * What threads show of the recordings that they quote moments of, by recording id: only of those that the viewer may watch now.
 * One query for a page of threads, and none where nothing is quoted.
 */
export async function describeMoments(
  viewer: Asker,
  threads: readonly Pick<ThreadItem, 'moment' | 'replies'>[],
): Promise<Record<string, MomentCard>> {
  const moments = threads.flatMap(({ moment, replies }) => [moment, ...replies.map((reply) => reply.moment)])
  const ids = [...new Set(moments.flatMap((moment) => moment?.recordingId ?? []))]
  if (ids.length === 0) return {}
  const recordings = await db.recording.findMany({
    where: { id: { in: ids }, state: { not: 'deleted' }, community: readableBy(viewer) },
    select: {
      id: true,
      sessionId: true,
      durationMs: true,
      posterKey: true,
      session: { select: { topic: true, room: { select: { name: true } } } },
    },
  })
  return Object.fromEntries(
    recordings.map(({ id, sessionId, durationMs, posterKey, session }): [string, MomentCard] => [
      id,
      {
        recordingId: id,
        sessionId,
        title: session.topic || session.room.name,
        roomName: session.room.name,
        durationMs,
        posterUrl: posterKey && mediaUrl(id, 'poster'),
      },
    ]),
  )
}
