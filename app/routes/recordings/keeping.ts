import type { ActionFunctionArgs } from '@remix-run/node'
import { memberJson, readForm } from '#app/http/answer.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { DomainError } from '#platform/errors.server.ts'
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
  const work = Object.hasOwn(intents, String(intent)) ? intents[String(intent)] : undefined
  if (!work) throw new DomainError('input.invalid')
  await work(viewer, params['recordingId'] ?? '', form)
  return null
})
