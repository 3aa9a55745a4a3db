import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { ThreadView } from '#app/ui/feed/use-thread.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { editThread } from '#communities/threads/edit-thread.server.ts'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { react } from '#communities/threads/react.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { describeTalks } from '#rooms/agenda/describe-talks.server.ts'
import { describeMoments } from '#rooms/recordings/watching/describe-moments.server.ts'
import { describeSessions } from '#rooms/sessions/describe-sessions.server.ts'

const intents = { reply: replyToThread, react, edit: editThread, delete: deleteThread } as const

/** How many replies are wanted; what is no number is left to the feed's own choice. */
function wantedReplies(raw: unknown): { replies?: number } {
  const replies = Number(raw)
  return Number.isInteger(replies) && replies > 0 ? { replies } : {}
}

/** One thread as it is now, with the session that it tells of. */
async function readView(viewer: Viewer, threadId: string, replies: unknown): Promise<ThreadView> {
  const thread = await getThread(viewer, threadId, wantedReplies(replies))
  const [sessions, talks, moments] = await Promise.all([
    describeSessions(viewer, thread.sessionId ? [thread.sessionId] : []),
    describeTalks(viewer, [threadId]),
    describeMoments(viewer, [thread]),
  ])
  return { thread, session: (thread.sessionId && sessions.get(thread.sessionId)) || null, talks: talks.get(threadId) ?? [], moments }
}

/** GET `[?replies=<how many>]`: one thread as a feed shows it. */
export const loader = memberJson<ThreadView, LoaderFunctionArgs>(({ viewer, params, request }) =>
  readView(viewer, params['threadId'] ?? '', new URL(request.url).searchParams.get('replies')),
)

/** POST `{ intent, [replies], … }`: does it, and answers with the thread as it is then; null where it is deleted. */
export const action = memberJson<ThreadView | null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const threadId = params['threadId'] ?? ''
  const { intent, replies, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  await work(viewer, threadId, form)
  try {
    return await readView(viewer, threadId, replies)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'thread.gone') return null
    throw error
  }
})
