import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import type { ConsentAsked } from './contract.ts'
import { allowsRecording, readAnswers } from './read-answers.server.ts'
import { showWords } from './shown-words.server.ts'

/** What somebody who is about to go into a session has to be asked before they publish; null: nothing is recorded, or they know. */
export async function findAsked(viewer: Pick<Viewer, 'id' | 'language'>, sessionId: string): Promise<ConsentAsked | null> {
  const running = await db.recording.findFirst({ where: { sessionId, endedAt: null }, select: { id: true, communityId: true } })
  if (!running) return null
  const answer = (await readAnswers(running.id, viewer.id)).get(viewer.id)
  if (allowsRecording(answer)) return null
  return { id: running.id, answer: answer === 'declined' ? answer : null, words: await showWords(viewer, running) }
}
