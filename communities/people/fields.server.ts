import { z } from 'zod'
import { lineSchema } from '#platform/visible-text.server.ts'

/** A person's name as others see it, in one line. */
export const nameSchema = lineSchema(80, 'name.missing', 'name.tooLong')

/** The company's name, tidied as people's names are. */
export const workspaceNameSchema = lineSchema(80, 'workspaceName.missing', 'workspaceName.tooLong')

export const emailSchema = z
  .string({ error: 'email.missing' })
  .trim()
  .toLowerCase()
  .min(1, 'email.missing')
  .max(254, 'email.wrong')
  .pipe(z.email('email.wrong'))

/** NIST SP 800-63B: length is what counts; no rules about signs. */
export const newPasswordSchema = z
  .string({ error: 'password.missing' })
  .min(1, 'password.missing')
  .min(10, 'password.tooShort')
  .max(200, 'password.tooLong')

export const languageSchema = z.enum(['en', 'fr'], { error: 'language.wrong' })

/** A zone that this machine's Intl knows. */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, 'timeZone.wrong')

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
