import { db } from '#platform/db.server.ts'
import { listParticipants } from '#rooms/livekit/list-participants.server.ts'
import type { MediaParticipant } from '#rooms/livekit/read-participant.server.ts'
import { setPublishing } from '#rooms/livekit/set-publishing.server.ts'
import { allowsRecording, readAnswers } from './read-answers.server.ts'

/** Somebody changes their mind meanwhile, and again: what is left after so many looks is left to the sweep. */
const LOOKS_MOST = 5

/**
 * Makes LiveKit let publish whoever may, in a session: while a recording runs, those who were told of it or said yes; else everybody.
 * Whoever came in with an older token, or has just answered, is put right.
 *
 * It looks again after what it changed, so that of several that race the last one leaves what is true. Repeating it is harmless.
 *
 * @param listed who is in, where LiveKit was asked a moment ago
 * @throws DomainError `livekit.unavailable`
 */
export async function settlePublishing(sessionId: string, listed?: readonly MediaParticipant[]): Promise<void> {
  let people = (listed ?? (await listParticipants(sessionId))).map(({ memberId, mayPublish }) => ({ memberId, mayPublish }))
  for (let look = 0; look < LOOKS_MOST; look++) {
    const may = await readMayPublish(sessionId)
    const wrong = people.filter(({ memberId, mayPublish }) => mayPublish !== may(memberId))
    if (wrong.length === 0) return
    for (const { memberId } of wrong) await setPublishing(sessionId, memberId, may(memberId))
    people = people.map(({ memberId }) => ({ memberId, mayPublish: may(memberId) }))
  }
}

/** Who may publish in a session now. */
async function readMayPublish(sessionId: string): Promise<(memberId: string) => boolean> {
  const running = await db.recording.findFirst({ where: { sessionId, endedAt: null }, select: { id: true } })
  if (!running) return () => true
  const answers = await readAnswers(running.id)
  return (memberId) => allowsRecording(answers.get(memberId))
}

/** Whether LiveKit's word on somebody who has just come in is right. */
export async function publishesRightly(sessionId: string, { memberId, mayPublish }: MediaParticipant): Promise<boolean> {
  return (await readMayPublish(sessionId))(memberId) === mayPublish
}
