import type { z } from 'zod'

/**
 * Something that was to be expected: a code that one table (app/http/answer.server.ts) turns into a status,
 * a sentence and a way out. Codes are `noun.reason`, as `room.locked`.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: string
  /** Figures that the sentence needs, as `{ seconds: 30 }`. */
  readonly details: Readonly<Record<string, string | number>>

  constructor(code: string, details: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** What a person typed is not right: a code per field, told next to it in the reader's language. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly fields: Readonly<Record<string, string>>

  constructor(fields: Readonly<Record<string, string>>) {
    super(`invalid input: ${Object.keys(fields).join(', ')}`)
    this.fields = fields
  }
}

/**
 * Parses what came from outside at the door. The schema's messages are codes (`name.tooLong`). U+0000, which PostgreSQL keeps in no
 * text, is taken out before.
 *
 * @throws InvalidInput with the first code of each field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(withoutNul(input))
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[String(issue.path[0] ?? 'form')] ??= issue.message
  throw new InvalidInput(fields)
}

function withoutNul(input: unknown): unknown {
  if (typeof input === 'string') return input.replaceAll('\u0000', '')
  if (Array.isArray(input)) return input.map(withoutNul)
  if (!isPlain(input)) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, withoutNul(value)]))
}

/** What a form or JSON is read into; a file is none of that. */
function isPlain(input: unknown): input is object {
  return typeof input === 'object' && input !== null && [Object.prototype, null].includes(Object.getPrototypeOf(input))
}
