import { publicPage } from '#app/http/answer.server.ts'
import { requireOwnAccount } from '#app/http/own-account.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { exportTranscript } from '#rooms/recordings/transcripts/export-transcript.server.ts'
import { writeWebvtt } from '#rooms/recordings/transcripts/write-webvtt.server.ts'

/** GET: what is said in a recording, as captions for who may watch it at this moment. */
export const loader = publicPage(async (args) => {
  const viewer = await viewerOf(args)
  requireOwnAccount(args, viewer)
  if (!viewer) throw new DomainError('signIn.required')
  const { lines } = await exportTranscript(viewer, args.params['recordingId'] ?? '', 'recording.watch')
  return new Response(writeWebvtt(lines), { headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'no-store' } })
})
