import type { ActionFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { retryRecording } from '#rooms/recordings/finishing/retry-recording.server.ts'
import { deleteRecording } from '#rooms/recordings/retention/delete-recording.server.ts'
import { keepRecording } from '#rooms/recordings/retention/keep-recording.server.ts'

const intents: Record<string, (viewer: Viewer, recordingId: string, form: object) => Promise<void>> = {
  keep: keepRecording,
  delete: deleteRecording,
  retry: (viewer, recordingId) => retryRecording(viewer, recordingId),
}

/** POST `{ intent: keep|delete|retry, … }`: whether a recording stays, goes, comes back, or is tried to be finished again. */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const { intent, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  await work(viewer, params['recordingId'] ?? '', form)
  return null
})
