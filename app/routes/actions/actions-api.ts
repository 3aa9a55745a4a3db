import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { addAction } from '#communities/actions/add-action.server.ts'
import type { ActionItem } from '#communities/actions/contract.ts'
import { deleteAction } from '#communities/actions/delete-action.server.ts'
import { editAction } from '#communities/actions/edit-action.server.ts'
import { finishAction } from '#communities/actions/finish-action.server.ts'
import { listActions } from '#communities/actions/list-actions.server.ts'
import { idSchema } from '#communities/threads/fields.server.ts'
import { DomainError } from '#platform/errors.server.ts'

const intents = { edit: editAction, finish: finishAction, delete: deleteAction } as const

/** GET `?threadId=…` or `?sessionId=…`: the actions of a thread or of a session. */
export const loader = memberJson<ActionItem[], LoaderFunctionArgs>(({ viewer, request }) => {
  const search = new URL(request.url).searchParams
  const threadId = idSchema.safeParse(search.get('threadId')).data
  const sessionId = idSchema.safeParse(search.get('sessionId')).data
  if (threadId) return listActions(viewer, { threadId })
  if (!sessionId) throw new DomainError('input.invalid')
  return listActions(viewer, { sessionId })
})

/**
 * POST, one of:
 * - `{ intent: 'add', threadId, text, [assigneeId], [dueOn: '2026-11-24'], [source: 'thread' | 'reply' | 'note' | 'chat' | 'agenda'], [sourceId], [clientId] }`
 *   answers with the action; `clientId` is made by the browser, so that sending it again makes no second one
 * - `{ intent: 'edit', actionId, [text], [assigneeId], [dueOn] }`: null or '' for nobody, or no day
 * - `{ intent: 'finish', actionId, done }`
 * - `{ intent: 'delete', actionId, [restore] }`
 */
export const action = memberJson<ActionItem | null, ActionFunctionArgs>(async ({ viewer, request }) => {
  const { intent, actionId, ...form } = await readForm(request)
  if (intent === 'add') return addAction(viewer, form)
  const id = idSchema.safeParse(actionId)
  if (!id.success) throw new DomainError('action.notFound')
  const work = chosen(intents, intent)
  await work(viewer, id.data, form)
  return null
})
