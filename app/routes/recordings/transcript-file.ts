import { memberPage } from '#app/http/answer.server.ts'
import { attachment, sessionFileName } from '#app/http/session-file-name.server.ts'
import { makeFormat } from '#app/i18n/format.tsx'
import { texts } from '#app/i18n/text.server.ts'
import { exportTranscript } from '#rooms/recordings/transcripts/export-transcript.server.ts'
import { writeText } from '#rooms/recordings/transcripts/write-text.server.ts'
import { writeWebvtt } from '#rooms/recordings/transcripts/write-webvtt.server.ts'

/** GET `transcript.vtt` or `transcript.txt`: what was said in a recording, as a file. */
export const loader = memberPage(async ({ viewer, params, request }) => {
  const { at, room, topic, lines, missing } = await exportTranscript(viewer, params['recordingId'] ?? '', 'recording.download')
  const extension = new URL(request.url).pathname.endsWith('.vtt') ? 'vtt' : 'txt'
  const { language, timeZone } = viewer
  const { title, somebody, missing: told } = texts[language].transcripts
  const format = makeFormat(language, timeZone)
  const incomplete = missing.length > 0 ? told({ names: format.list(missing.map((name) => name || somebody)), count: missing.length }) : ''
  const headings = [topic || room, format.full(at), title, incomplete]
  const named = lines.map((line) => ({ ...line, name: line.name || somebody }))
  return new Response(extension === 'vtt' ? writeWebvtt(lines, incomplete) : writeText(headings, named), {
    headers: {
      'content-type': `${extension === 'vtt' ? 'text/vtt' : 'text/plain'}; charset=utf-8`,
      'content-disposition': attachment(sessionFileName({ at, names: [room, topic, title], timeZone, extension })),
      'cache-control': 'no-store',
    },
  })
})
