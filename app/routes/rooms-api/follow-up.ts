import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { catchUp } from '#rooms/follow-ups/catch-up.server.ts'
import type { FollowUpVersionView } from '#rooms/follow-ups/contract.ts'
import { dismissFollowUp } from '#rooms/follow-ups/dismiss-follow-up.server.ts'
import { editFollowUp } from '#rooms/follow-ups/edit-follow-up.server.ts'
import { listFollowUpVersions } from '#rooms/follow-ups/list-follow-up-versions.server.ts'
import { previewFollowUp } from '#rooms/follow-ups/preview-follow-up.server.ts'
import { publishFollowUp } from '#rooms/follow-ups/publish-follow-up.server.ts'
import { takeOverFollowUp } from '#rooms/follow-ups/take-over-follow-up.server.ts'

const intents: Record<string, (viewer: Viewer, sessionId: string, form: object) => Promise<unknown>> = {
  edit: editFollowUp,
  publish: publishFollowUp,
  dismiss: dismissFollowUp,
  takeOver: (viewer, sessionId) => takeOverFollowUp(viewer, sessionId),
  preview: previewFollowUp,
  catchUp,
}

/** GET: what the follow-up said before each of its changes. */
export const loader = memberJson<FollowUpVersionView[], LoaderFunctionArgs>(({ viewer, params }) =>
  listFollowUpVersions(viewer, params['sessionId'] ?? ''),
)

/** POST `{ intent, … }`: does it. `edit` and `publish` answer with the new `rev`, `preview` with HTML. */
export const action = memberJson<unknown, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const sessionId = params['sessionId'] ?? ''
  const { intent, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  return (await work(viewer, sessionId, form)) ?? null
})
