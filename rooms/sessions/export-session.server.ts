import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { findFollowUp } from '#rooms/follow-ups/find-follow-up.server.ts'
import { isTranscribed } from '#rooms/recordings/transcripts/missing-voices.server.ts'
import type { ExportedSession } from '#rooms/sessions/contract.ts'
import { getSessionPage } from './get-session-page.server.ts'

const named = { select: { name: true } } as const

/**
 * All that a session left, whole: for a file that is kept elsewhere.
 *
 * @throws DomainError `session.notFound`
 */
export async function exportSession(viewer: Asker, sessionId: string): Promise<ExportedSession> {
  const { session, people } = await getSessionPage(viewer, sessionId, { everybody: true })
  const [followUp, found] = await Promise.all([
    findFollowUp(viewer, sessionId),
    db.session.findUniqueOrThrow({
      where: { id: sessionId },
      select: {
        followUp: { select: { markdown: true } },
        notes: { select: { markdown: true } },
        agendaItems: {
          where: { deletedAt: null },
          orderBy: { position: 'asc' },
          select: {
            id: true,
            title: true,
            owner: named,
            spans: { orderBy: { startedAt: 'asc' }, select: { startedAt: true, endedAt: true } },
          },
        },
        actions: {
          where: { deletedAt: null },
          orderBy: { createdAt: 'asc' },
          select: { text: true, assignee: named, dueOn: true, doneAt: true },
        },
        recordings: {
          where: { playableAt: { not: null }, state: { not: 'deleted' } },
          orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
          select: { id: true, startedAt: true, durationMs: true, transcriptState: true, voicesMissing: true },
        },
        chatLines: { where: { deletedAt: null }, orderBy: { position: 'asc' }, select: { markdown: true, author: named, createdAt: true } },
        thread: {
          select: {
            deletedAt: true,
            replies: {
              where: { deletedAt: null, actionId: null },
              orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
              select: { markdown: true, author: named, createdAt: true },
            },
          },
        },
      },
    }),
  ])
  const line = ({ markdown, author, createdAt }: { markdown: string; author: { name: string } | null; createdAt: Date }) => ({
    markdown,
    by: author?.name ?? null,
    at: createdAt,
  })
  const reached = found.agendaItems.map(({ title, owner, spans }) => ({ title, owner: owner?.name ?? null, reached: true, spans }))
  const waiting = (followUp?.trace.agenda ?? [])
    .filter((kept) => !kept.reached)
    .map(({ title, owner }) => ({ title, owner: owner?.name ?? null, reached: false, spans: [] }))
  return {
    session,
    people,
    missed: followUp?.trace.missed ?? [],
    followUp:
      followUp && followUp.state !== 'dismissed'
        ? { title: followUp.title, markdown: found.followUp?.markdown ?? '', draft: followUp.state === 'draft' }
        : null,
    agenda: [...reached, ...waiting],
    notes: found.notes?.markdown ?? '',
    actions: found.actions.map(({ text, assignee, dueOn, doneAt }) => ({
      text,
      assignee: assignee?.name ?? null,
      dueOn,
      done: doneAt !== null,
    })),
    recordings: found.recordings.map(({ startedAt, transcriptState, voicesMissing, ...recording }) => ({
      ...recording,
      startedAt: startedAt ?? session.openedAt,
      transcribed: isTranscribed({ transcriptState, voicesMissing }),
    })),
    chat: found.chatLines.map(line),
    replies: found.thread && !found.thread.deletedAt ? found.thread.replies.map(line) : [],
  }
}
