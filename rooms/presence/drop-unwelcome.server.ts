import { listValidSignIns } from '#communities/people/list-valid-sign-ins.server.ts'
import { listOpenSignalling, type OpenSignalling } from '#rooms/livekit/open-signalling.server.ts'
import { removeParticipant } from '#rooms/livekit/remove-participant.server.ts'
import { findUnwelcome } from './find-unwelcome.server.ts'

/**
 * Cuts the signalling of whoever may not be in their session any more, or whose sign-in is over; by default of all who come through this
 * process. Who may not be in is put out of the media too; who only signed out here may be in by another device, and is silent else, so that
 * the sweep puts them out.
 *
 * While the database is away, nobody is cut.
 *
 * @throws DomainError `livekit.unavailable`, with everybody cut whom it concerns
 */
export async function dropUnwelcome(connections: readonly OpenSignalling[] = listOpenSignalling()): Promise<void> {
  if (connections.length === 0) return
  const [unwelcome, valid] = await Promise.all([
    findUnwelcome(connections.map(({ openedAt, ...connection }) => ({ ...connection, since: openedAt }))),
    listValidSignIns(connections.map(({ signInId }) => signInId)),
  ])
  for (const { signInId, drop } of connections) if (!valid.has(signInId)) drop()
  for (const { drop } of unwelcome) drop()
  for (const { sessionId, memberId } of unwelcome) await removeParticipant(sessionId, memberId)
}
