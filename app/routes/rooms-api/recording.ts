import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { chosen, memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { answerRecording } from '#rooms/recordings/consent/answer-recording.server.ts'
import type { OwnRecording } from '#rooms/recordings/consent/contract.ts'
import { pauseRecording } from '#rooms/recordings/control/pause-recording.server.ts'
import { resumeRecording } from '#rooms/recordings/control/resume-recording.server.ts'
import { startRecording } from '#rooms/recordings/control/start-recording.server.ts'
import { stopRecording } from '#rooms/recordings/control/stop-recording.server.ts'
import { readOwnRecording } from '#rooms/recordings/read-own-recording.server.ts'

type Work = (viewer: Viewer, sessionId: string, form: Record<string, unknown>) => Promise<unknown>

const intents: Record<string, Work> = {
  start: (viewer, sessionId) => startRecording(viewer, sessionId),
  pause: pauseRecording,
  resume: resumeRecording,
  stop: stopRecording,
  answer: answerRecording,
}

/** GET: the recording that the session is in the middle of, and what the viewer said to it. */
export const loader = memberJson<OwnRecording, LoaderFunctionArgs>(({ viewer, params }) =>
  readOwnRecording(viewer, params['sessionId'] ?? ''),
)

/** POST `{ intent: start|pause|resume|stop|answer, … }`: does it, and answers with the recording as it is then. */
export const action = memberJson<OwnRecording, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const sessionId = params['sessionId'] ?? ''
  const { intent, ...form } = await readForm(request)
  const work = chosen(intents, intent)
  await work(viewer, sessionId, form)
  return readOwnRecording(viewer, sessionId)
})
