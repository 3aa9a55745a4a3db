import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { DomainError } from '#platform/errors.server.ts'
import { type Door, FORM } from './doors.server.ts'

/** What was posted, by name. Nobody has looked at it yet: a value is a text, a file, or whatever JSON can hold. */
export type Form = Readonly<Record<string, unknown>>

/** More than any page of ours has: the invitation picker sends one field a person. */
const MOST_FIELDS = 1_000
/** Values and names of a JSON body. The inbox sends the most: 150 matters of two values each. */
const MOST_VALUES = 5_000
const MOST_DEPTH = 8
const MOST_PARTS = 100

/**
 * The fields of a posted form as a flat object; of a repeated name, the last. JSON bodies are read the same way.
 *
 * The one way in for what browsers send: it reads no more than the door is wide, and does no work that grows faster than that. A request
 * without a body is a form without fields.
 *
 * @throws DomainError `body.tooLarge`, `body.wrongType`, `body.broken`
 */
export async function readForm(request: Request, door: Door = FORM): Promise<Form> {
  const type = request.headers.get('content-type')
  switch (type?.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return readFields(await readText(request, door))
    case 'application/json':
      return readJson(await readText(request, door))
    case 'multipart/form-data':
      return readParts(request, type ?? '', door)
    case undefined:
      for await (const chunk of measured(request, door)) if (chunk.byteLength > 0) throw new DomainError('body.wrongType')
      return {}
    default:
      throw new DomainError('body.wrongType')
  }
}

/**
 * A body as text, as large as the door at most.
 *
 * @throws DomainError `body.tooLarge`, `body.broken` where it broke off
 */
export async function readText(request: Request, door: Door): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of measured(request, door)) chunks.push(chunk)
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** What a body says of its own length; NaN where it comes in chunks and says nothing. */
export function announcedBytes(request: Request): number {
  return Number(request.headers.get('content-length') ?? Number.NaN)
}

/** A body as it comes: refused before that where it says that it is too large, else as soon as it is. */
async function* measured(request: Request, door: Door): AsyncGenerator<Uint8Array> {
  if (announcedBytes(request) > door.bytes) throw new DomainError('body.tooLarge')
  let bytes = 0
  if (!request.body) return
  try {
    for await (const chunk of Readable.fromWeb(request.body as NodeStream)) {
      bytes += chunk.byteLength
      if (bytes > door.bytes) throw new DomainError('body.tooLarge')
      yield chunk
    }
  } catch (error) {
    // The connection is gone, or what it sent was no HTTP: there is nobody to tell, and nothing of ours is wrong.
    throw error instanceof DomainError ? error : new DomainError('body.broken')
  }
}

function readFields(text: string): Form {
  if (countOf(text, '&', MOST_FIELDS) >= MOST_FIELDS) throw new DomainError('body.tooLarge')
  return Object.fromEntries(new URLSearchParams(text))
}

function readJson(text: string): Form {
  requireShallow(text)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new DomainError('body.broken')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new DomainError('body.broken')
  return { ...body }
}

/** Looks at JSON once before it is parsed: what is deep, or of very many values, makes work for all who look at it later. */
function requireShallow(text: string): void {
  let depth = 0
  let values = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (quoted) {
      if (sign === '\\') i++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
    else if (sign === ',' || sign === ':') values++
    if (depth > MOST_DEPTH || values > MOST_VALUES) throw new DomainError('body.tooLarge')
  }
}

function countOf(text: string, sign: string, most: number): number {
  let count = 0
  for (let at = text.indexOf(sign); at >= 0 && count < most; at = text.indexOf(sign, at + 1)) count++
  return count
}

/** Parts as they stream in. A file is kept in memory, no more of it than the door says. */
async function readParts(request: Request, type: string, door: Door): Promise<Form> {
  const form: Record<string, unknown> = Object.create(null)
  const put = (name: string, value: unknown) => {
    form[name] = value
  }
  let tooMuch = false
  const full = () => {
    tooMuch = true
  }
  const parser = openParser(type, door)
  parser.on('field', (name, value, nameCut, valueCut) => (nameCut || valueCut ? full() : put(name, value)))
  parser.on('file', (name, stream, fileName, _encoding, mime) => {
    const chunks: Uint8Array<ArrayBuffer>[] = []
    stream.on('data', (chunk: Uint8Array<ArrayBuffer>) => chunks.push(chunk))
    stream.on('error', () => {})
    stream.on('end', () => put(name, new File(chunks, fileName ?? '', { type: mime })))
  })
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, full)
  try {
    await pipeline(Readable.from(measured(request, door)), parser)
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('body.broken')
  }
  if (tooMuch) throw new DomainError('body.tooLarge')
  return { ...form }
}

function openParser(type: string, door: Door): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: {
        fieldNameSize: 200,
        fieldSize: FORM.bytes,
        fields: MOST_PARTS,
        files: door.fileBytes ? 1 : 0,
        parts: MOST_PARTS,
        headerPairs: 20,
        // A file that is cut off here is larger than the use case takes, and is refused there, in its own words.
        fileSize: (door.fileBytes ?? 0) + 1,
      },
    })
  } catch {
    // No boundary, say.
    throw new DomainError('body.broken')
  }
}
