import type { ActionFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { savePlace } from '#rooms/recordings/watching/save-place.server.ts'

/** POST `{ positionMs, watchedMs }`: where the viewer is with a recording. */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  await savePlace(viewer, params['recordingId'] ?? '', await readForm(request))
  return null
})
