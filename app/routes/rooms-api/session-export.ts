import { memberPage } from '#app/http/answer.server.ts'
import { attachment } from '#app/http/session-file-name.server.ts'
import { writeSessionMarkdown } from '#app/http/write-session-markdown.server.ts'
import { exportSession } from '#rooms/sessions/export-session.server.ts'

/** GET: all that a session left, as a Markdown file in the reader's language and time zone. */
export const loader = memberPage(async ({ viewer, params, request }) => {
  const id = params['sessionId'] ?? ''
  const session = await exportSession(viewer, id)
  const { markdown, fileName } = writeSessionMarkdown(session, viewer, new URL(`/sessions/${id}`, request.url).href)
  return new Response(markdown, {
    headers: {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': attachment(fileName),
      'cache-control': 'no-store',
    },
  })
})
