import { z } from 'zod'

const DAYS_MAX = 3650

const daysSchema = z
  .string('keepDays.wrong')
  .regex(/^\d{1,4}$/, 'keepDays.wrong')
  .transform(Number)
  .pipe(z.number().min(1, 'keepDays.wrong').max(DAYS_MAX, 'keepDays.wrong'))

/** Days as a form has them; nothing is null. */
export const optionalDaysSchema = z
  .string('keepDays.wrong')
  .transform((text) => text.trim() || null)
  .pipe(daysSchema.nullable())

export const requiredDaysSchema = z.string('keepDays.wrong').trim().pipe(daysSchema)
