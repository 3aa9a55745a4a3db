import { z } from 'zod'
import { lineSchema } from '#platform/visible-text.server.ts'
import { AGENDA_MINUTES_MAX, AGENDA_TITLE_MAX, REMARK_MAX } from '#rooms/agenda/contract.ts'

/** The most lines that an agenda holds, and the most remarks that a line does. */
export const AGENDA_MAX = 50
export const REMARKS_MAX = 50

export const idSchema = z.uuid('input.invalid')

export const titleSchema = lineSchema(AGENDA_TITLE_MAX, 'agendaTitle.missing', 'agendaTitle.tooLong')

/** Empty, as a form sends it, is none. */
export const minutesSchema = z.preprocess(
  (value) => (value === '' || value === undefined ? null : value),
  z.coerce.number('minutes.wrong').int('minutes.wrong').min(1, 'minutes.wrong').max(AGENDA_MINUTES_MAX, 'minutes.wrong').nullable(),
)

/** A member of the community, or nobody. */
export const ownerSchema = z.preprocess((value) => value || null, idSchema.nullable())

/** A question, a position, or an answer. */
export const remarkSchema = z
  .string({ error: 'markdown.missing' })
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'markdown.missing').max(REMARK_MAX, 'remark.tooLong'))

export const switchSchema = z.union([z.boolean(), z.stringbool('input.invalid')])
