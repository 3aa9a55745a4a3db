import type { Language } from '#platform/db.server.ts'

/** In which language, and by which zone's clock, a member is told. */
export interface Reader {
  language: Language
  timeZone: string
}

/** An instant as its reader writes it. French counts the first of a month, "1er", and no other day; Intl does not. */
export function writeDate({ language, timeZone }: Reader, at: Date, options: Intl.DateTimeFormatOptions): string {
  const written = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { timeZone, ...options }).format(at)
  return language === 'fr' ? written.replace(/(?<![\d:])1(?= \p{L})/u, '1er') : written
}
