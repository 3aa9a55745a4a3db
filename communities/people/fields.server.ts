import { z } from 'zod'

/** A person's name as others see it. Control characters and runs of spaces are tidied; direction overrides are taken out. */
export const nameSchema = z
  .string({ error: 'name.missing' })
  .max(1000, 'name.tooLong')
  .transform(tidyLine)
  .pipe(z.string().min(1, 'name.missing').max(80, 'name.tooLong'))

/** The company's name, tidied as people's names are. */
export const workspaceNameSchema = z
  .string({ error: 'workspaceName.missing' })
  .max(1000, 'workspaceName.tooLong')
  .transform(tidyLine)
  .pipe(z.string().min(1, 'workspaceName.missing').max(80, 'workspaceName.tooLong'))

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

function tidyLine(line: string): string {
  return line
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
