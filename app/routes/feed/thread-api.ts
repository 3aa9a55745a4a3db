import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { memberJson, readForm } from '#app/http/answer.server.ts'
import type { ThreadItem } from '#communities/threads/contract.ts'
import { deleteThread } from '#communities/threads/delete-thread.server.ts'
import { editThread } from '#communities/threads/edit-thread.server.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { getThread } from '#communities/threads/get-thread.server.ts'
import { react } from '#communities/threads/react.server.ts'
import { replyToThread } from '#communities/threads/reply-to-thread.server.ts'
import { DomainError } from '#platform/errors.server.ts'

const intents = { reply: replyToThread, react, edit: editThread, delete: deleteThread }

function threadIdOf(params: LoaderFunctionArgs['params']): string {
  const id = idSchema.safeParse(params['threadId'])
  if (!id.success) throw new DomainError('thread.notFound')
  return id.data
}

/** GET: one thread as a feed shows it, or with `?all` with all its replies. */
export const loader = memberJson<ThreadItem, LoaderFunctionArgs>(({ viewer, params, request }) =>
  getThread(viewer, threadIdOf(params), { allReplies: new URL(request.url).searchParams.has('all') }),
)

/** POST `{ intent, … }`: does it, and answers with the thread as it is then; null where it is deleted. */
export const action = memberJson<ThreadItem | null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const threadId = threadIdOf(params)
  const { intent, all, ...form } = await readForm(request)
  const work = intents[intent as keyof typeof intents]
  if (!work) throw new DomainError('input.invalid')
  await work(viewer, threadId, form)
  try {
    return await getThread(viewer, threadId, { allReplies: Boolean(all) })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'thread.gone') return null
    throw error
  }
})
