import type { Viewer } from '#communities/people/contract.ts'
import { requireChat } from '#rooms/chat/require-chat.server.ts'
import type { OwnRecording } from '#rooms/recordings/consent/contract.ts'
import { readAnswers } from '#rooms/recordings/consent/read-answers.server.ts'
import { showWords } from '#rooms/recordings/consent/shown-words.server.ts'
import { findRunning } from './read-running.server.ts'

/**
 * The recording that a session is in the middle of, what the viewer said to it, and the words of it in their language.
 *
 * @throws DomainError `session.notFound`, also where the viewer may not read it
 */
export async function readOwnRecording(viewer: Viewer, sessionId: string, now = new Date()): Promise<OwnRecording> {
  const { community } = await requireChat(viewer, sessionId, 'room.see')
  const recording = await findRunning(sessionId, now)
  const [answers, words] = await Promise.all([
    recording ? readAnswers(recording.id, viewer.id) : null,
    recording ? showWords(viewer, { id: recording.id, communityId: community.id }) : null,
  ])
  return { sessionId, recording, answer: answers?.get(viewer.id) ?? null, words, policy: community.recordingPolicy }
}
