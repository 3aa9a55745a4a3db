import { renderWithMentions } from '#communities/mentions/render-with-mentions.server.ts'
import type { Prisma, Tx } from '#platform/db.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { closeAgenda } from '#rooms/agenda/close-agenda.server.ts'
import { draftFollowUp } from '#rooms/follow-ups/draft-follow-up.server.ts'
import { cancelReminder, settleDue } from '#rooms/follow-ups/remind-of-follow-up.server.ts'
import { tellConcerned } from '#rooms/follow-ups/tell-concerned.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { writeSessionText } from '#rooms/search/write-session-text.server.ts'
import type { DemoKey, DemoMeeting } from './demo-company.ts'
import { makeDemoRecording } from './demo-recording.ts'

export type Ids = Record<DemoKey, string>

interface PlacedMeeting extends DemoMeeting {
  openedAt: Date
  roomId: string
  communityId: string
}

const DAY_MS = 24 * 60 * 60_000

/** A session that is over, with all that it left: made as it would have come about, by the end of the session itself. */
export async function makeMeeting(tx: Tx, meeting: PlacedMeeting, replies: ThreadReplies, ids: Ids): Promise<void> {
  const { roomId, communityId, topic, visits, openedAt } = meeting
  const after = (minutes: number) => new Date(openedAt.getTime() + minutes * 60_000)
  const endedAt = after(Math.max(...visits.map(([, , to]) => to)))
  const publishedAt = new Date(endedAt.getTime() + (meeting.followUp?.afterMinutes ?? 0) * 60_000)
  const lastActivityAt = replies.lastActivityAt > publishedAt ? replies.lastActivityAt : publishedAt
  const { id: sessionId, thread } = await tx.session.create({
    data: {
      ...{ roomId, communityId, topic, openedAt, endedAt, emptySince: endedAt },
      ...{ openedById: ids[visits[0]?.[0] ?? 'ana'], peakCount: visits.length, personCount: visits.length },
      visits: { create: visits.map(([key, from, to]) => ({ memberId: ids[key], joinedAt: after(from), leftAt: after(to) })) },
      absences: { create: (meeting.absent ?? []).map((key) => ({ roomId, memberId: ids[key] })) },
      thread: { create: { communityId, kind: 'session', createdAt: openedAt, ...replies, lastActivityAt } },
    },
    select: { id: true, thread: { select: { id: true } } },
  })
  if (!thread) throw new Error('the demo meeting has no thread')
  const place = { sessionId, roomId, communityId, threadId: thread.id }
  await makeAgenda(tx, place, meeting, after, ids)
  await makeChat(tx, sessionId, meeting, after, ids)
  await tx.action.createMany({
    data: (meeting.actions ?? []).map(({ assignee, dueInDays, text }) => ({
      ...{ communityId, threadId: thread.id, sessionId, text, source: 'note' as const },
      ...{ assigneeId: ids[assignee], createdById: ids[meeting.followUp?.by ?? 'ana'], createdAt: endedAt },
      dueOn: new Date(Date.now() + dueInDays * DAY_MS),
    })),
  })
  if (meeting.recording) await makeDemoRecording(tx, place, meeting.recording, openedAt, ids)
  const session = await lockSession(tx, sessionId)
  if (!session) throw new Error('the demo meeting is gone')
  await draftFollowUp(tx, session, thread.id, await closeAgenda(tx, session, endedAt), endedAt)
  if (!meeting.followUp) return
  const { by, says } = meeting.followUp
  const { html, mentionedIds } = await renderWithMentions(communityId, says)
  const published = await tx.followUp.update({
    where: { sessionId },
    data: { markdown: says, html, rev: 1, state: 'published', publishedAt, publishedById: ids[by], editedAt: publishedAt },
  })
  await writeSessionText(tx, sessionId)
  await cancelReminder(tx, sessionId)
  await settleDue(tx, sessionId, publishedAt)
  await tellConcerned(tx, place, published, { actorId: ids[by], mentionedIds }, publishedAt)
}

type ThreadReplies = Pick<Prisma.ThreadUncheckedCreateWithoutSessionInput, 'replies' | 'replyCount'> & { lastActivityAt: Date }
type After = (minutes: number) => Date

async function makeAgenda(
  tx: Tx,
  { sessionId, roomId, communityId }: { sessionId: string; roomId: string; communityId: string },
  { agenda = [] }: DemoMeeting,
  after: After,
  ids: Ids,
): Promise<void> {
  for (const [position, { title, owner, minutes, talked, question }] of agenda.entries()) {
    const asked = question && {
      ...{ authorId: ids[question.by], kind: 'question' as const, createdAt: after(-90) },
      ...{ markdown: question.says, html: renderMarkdown(question.says) },
      ...{ answerMarkdown: question.answer.says, answerHtml: renderMarkdown(question.answer.says) },
      ...{ answeredById: ids[question.answer.by], answeredAt: after(talked?.[1] ?? 0) },
    }
    await tx.agendaItem.create({
      data: {
        ...{ communityId, roomId, sessionId, title, minutes, position, ownerId: ids[owner], createdById: ids[owner] },
        createdAt: after(-120),
        ...(talked && { spans: { create: { sessionId, startedAt: after(talked[0]), endedAt: after(talked[1]) } } }),
        ...(asked && { remarks: { create: asked } }),
      },
    })
  }
}

async function makeChat(tx: Tx, sessionId: string, { chat = [] }: DemoMeeting, after: After, ids: Ids): Promise<void> {
  for (const [index, { by, atMinute, says, reactions = [] }] of chat.entries()) {
    const given = reactions.flatMap(([emoji, ...keys]) => keys.map((key) => ({ emoji, memberId: ids[key] })))
    await tx.chatLine.create({
      data: {
        ...{ sessionId, authorId: ids[by], clientId: crypto.randomUUID(), createdAt: after(atMinute) },
        ...{ markdown: says, html: renderMarkdown(says), position: index + 1, rev: index + 1 },
        reactionCount: given.length,
        reactions: { create: given },
      },
    })
  }
  await tx.session.update({ where: { id: sessionId }, data: { chatCount: chat.length, chatRev: chat.length } })
}
