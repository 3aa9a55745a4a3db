import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import Negotiator from 'negotiator'
import { pourBody } from './pour-body.server.ts'
import { movedSignInCookies } from './sign-in-cookie.server.ts'
import { wholeBodyOf } from './whole-body.server.ts'

/** Text of ours; photos and recordings are packed as they are. */
const COMPRESSIBLE = /^(text\/(html|plain|css|x-script|vtt|csv|calendar|markdown)|application\/(json|javascript))\b/
/** Less than this fits into one packet as it is. */
const LEAST_COMPRESSED_BYTES = 1_024

/** After how many seconds it is worth asking again for what is away just now. */
const TRY_AGAIN_SECONDS = 5

const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: brotliParameters(body.length) }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 4 }),
}

const brotliParameters = (bytes: number) => ({
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  [constants.BROTLI_PARAM_QUALITY]: 4,
  [constants.BROTLI_PARAM_SIZE_HINT]: bytes,
})

/**
 * Sends what Remix answers. Text is gathered and sent at once, with its length, compressed outside the event loop by what the browser
 * takes (measured in DECISIONS.md); all else is poured as fast as the other side takes it.
 */
export async function sendAnswer(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status
  const cookies = [...movedSignInCookies(request.headers.cookie), ...answer.headers.getSetCookie()]
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  if (answer.status === 503 && !answer.headers.has('retry-after')) response.setHeader('retry-after', String(TRY_AGAIN_SECONDS))
  // A body in chunks may have no end: nobody waits for it.
  if (answer.status === 413 && request.headers['transfer-encoding']) response.setHeader('connection', 'close')
  const whole = wholeBodyOf(answer) ?? (isText(answer) ? Buffer.from(await answer.arrayBuffer()) : null)
  if (whole) await sendWhole(whole, request, response)
  else if (answer.body) await pourBody(answer.body, response)
  else response.end()
}

function isText({ body, headers, status }: Response): boolean {
  return body !== null && status !== 206 && COMPRESSIBLE.test(headers.get('content-type') ?? '') && !headers.has('content-encoding')
}

async function sendWhole(body: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const encoding = body.length < LEAST_COMPRESSED_BYTES ? undefined : encodingFor(request, response)
  const sent = encoding ? await compressors[encoding](body) : body
  if (response.destroyed) return
  if (encoding) response.setHeader('content-encoding', encoding)
  response.setHeader('content-length', sent.length)
  response.end(sent)
}

function encodingFor(request: IncomingMessage, response: ServerResponse): keyof typeof compressors | undefined {
  response.appendHeader('vary', 'accept-encoding')
  if (/\bno-transform\b/.test(String(response.getHeader('cache-control') ?? ''))) return undefined
  const accepted = new Negotiator(request).encodings()
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding))
}
