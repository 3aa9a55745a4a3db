import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { changeInbox } from '#communities/inbox/change-inbox.server.ts'
import { type InboxPage, inboxViews } from '#communities/inbox/contract.ts'
import { finishInbox } from '#communities/inbox/finish-inbox.server.ts'
import { listInbox } from '#communities/inbox/list-inbox.server.ts'
import { readPlace } from '#communities/inbox/read-place.server.ts'

/** GET `?view=open|unread|done[&cursor=…][&limit=<how many>]`: a part of the viewer's inbox. */
export const loader = memberJson<InboxPage, LoaderFunctionArgs>(({ viewer, request }) => {
  const search = new URL(request.url).searchParams
  const view = inboxViews.find((name) => name === search.get('view')) ?? 'open'
  const limit = Number(search.get('limit'))
  return listInbox(viewer, { view, cursor: search.get('cursor'), ...(Number.isInteger(limit) && limit > 0 && { limit }) })
})

/**
 * POST `{ change: 'read' | 'unread' | 'done' | 'undone', matters: [{ id, happenedAt }] }`; `{ change: 'allDone', until }` and
 * `{ change: 'allDone', undo }`; or `{ change: 'looked', threadId | sessionId }`.
 */
export const action = memberJson<string | null, ActionFunctionArgs>(async ({ viewer, request }) => {
  const { change, ...form } = await readForm(request)
  if (change === 'allDone') return finishInbox(viewer, form)
  if (change === 'looked') await readPlace(viewer, form)
  else await changeInbox(viewer, { change, ...form })
  return null
})
