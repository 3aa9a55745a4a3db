import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { TranscriptHits, TranscriptLineView, TranscriptPart } from '#rooms/recordings/transcripts/contract.ts'
import { editLine } from '#rooms/recordings/transcripts/edit-line.server.ts'
import { readTranscriptLines } from '#rooms/recordings/transcripts/read-transcript-lines.server.ts'
import { requestTranscript } from '#rooms/recordings/transcripts/request-transcript.server.ts'
import { searchTranscript } from '#rooms/recordings/transcripts/search-transcript.server.ts'

/**
 * GET `?aroundMs=`, `?after=`, `?before=` or `?lineId=`: a part of what was said in a recording. `?find=`: in which lines something was
 * said.
 */
export const loader = memberJson<TranscriptPart | TranscriptHits, LoaderFunctionArgs>(({ viewer, params, request }) => {
  const recordingId = params['recordingId'] ?? ''
  const { find, ...where } = Object.fromEntries(new URL(request.url).searchParams)
  return find === undefined ? readTranscriptLines(viewer, recordingId, where) : searchTranscript(viewer, recordingId, find)
})

/** POST `{ intent: edit|request, … }`: puts a line right, and answers with it; or has the transcript written. */
export const action = memberJson<TranscriptLineView | null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const { intent, ...form } = await readForm(request)
  const recordingId = params['recordingId'] ?? ''
  if (intent === 'edit') return editLine(viewer, recordingId, form)
  if (intent !== 'request') throw new DomainError('input.invalid')
  await requestTranscript(viewer, recordingId)
  return null
})
