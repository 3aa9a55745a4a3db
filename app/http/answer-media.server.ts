import { ReadableStream } from 'node:stream/web'
import type { Viewer } from '#communities/people/contract.ts'
import { isOwnOrigin } from '#platform/origin.server.ts'
import { sizeOfFile } from '#platform/storage.server.ts'
import { findMedia } from '#rooms/recordings/watching/find-media.server.ts'
import { PIECE_BYTES, readMedia } from '#rooms/recordings/watching/read-media.server.ts'
import { wantedBytes } from './byte-range.server.ts'
import { attachment } from './session-file-name.server.ts'

interface MediaRequest {
  request: Request
  viewer: Viewer | null
  recordingId: string
  part: string
  /** As a file of this name, by `content-disposition`. */
  fileName?: string | undefined
}

/** Nothing of it can be seen again without asking again; no other site may show it; nobody on the way changes it. */
const guarded = {
  'cache-control': 'private, no-store, no-transform',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  vary: 'cookie',
}

const refuse = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers: { ...guarded, ...headers } })

/**
 * Answers with a part of a recording, or the range of it that is asked for. Who may watch is asked now, and again before each
 * further piece; a range is answered with its first piece only, so that a player has to come back, and be asked, every few seconds.
 * Who is not signed in, or comes from a page of another site, gets nothing.
 */
export async function answerMedia({ request, viewer, recordingId, part, fileName }: MediaRequest): Promise<Response> {
  if (!viewer) return refuse(401)
  if (!isOwnOrigin({ headers: Object.fromEntries(request.headers) })) return refuse(403)
  const file = await findMedia(viewer, recordingId, part)
  const sizeBytes = file && (await sizeOfFile(file.key))
  if (!file || sizeBytes === null) return refuse(404)
  const etag = `"${file.key.replace(/^.*\/|\..*$/g, '')}"`
  const headers = {
    ...guarded,
    'content-type': file.mime,
    'accept-ranges': 'bytes',
    etag,
    ...(fileName && { 'content-disposition': attachment(fileName) }),
  }
  const wanted = wantedBytes(request.headers, sizeBytes, etag)
  if (wanted === 'none') return refuse(416, { 'content-range': `bytes */${sizeBytes}`, 'accept-ranges': 'bytes' })
  const whole = wanted === 'all'
  const start = whole ? 0 : wanted.start
  const end = whole ? sizeBytes - 1 : fileName ? wanted.end : Math.min(wanted.end, start + PIECE_BYTES - 1)
  return new Response(
    request.method === 'HEAD' ? null : (ReadableStream.from(readMedia(viewer, file, { start, end })) as globalThis.ReadableStream),
    {
      status: whole ? 200 : 206,
      headers: {
        ...headers,
        'content-length': String(end - start + 1),
        ...(!whole && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
      },
    },
  )
}
