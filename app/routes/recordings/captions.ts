import { memberPage } from '#app/http/answer.server.ts'
import { exportTranscript } from '#rooms/recordings/transcripts/export-transcript.server.ts'
import { writeWebvtt } from '#rooms/recordings/transcripts/write-webvtt.server.ts'

/** GET: what is said in a recording, as captions for who watches it. */
export const loader = memberPage(async ({ viewer, params }) => {
  const { lines } = await exportTranscript(viewer, params['recordingId'] ?? '', 'recording.watch')
  return new Response(writeWebvtt(lines), { headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'no-store' } })
})
