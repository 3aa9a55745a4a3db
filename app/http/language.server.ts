import type { Language } from '#app/i18n/text.tsx'
import { readCookie } from './sign-in-cookie.server.ts'

/** Where a visitor's choice of language is kept until they have an account. */
export const LANGUAGE_COOKIE = 'language'

/** The language of somebody who is not signed in: what they chose, else what their browser asks for, else English. */
export function languageOfRequest(request: Request): Language {
  const chosen = readCookie(request.headers.get('cookie'), LANGUAGE_COOKIE)
  if (chosen === 'en' || chosen === 'fr') return chosen
  const wanted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter(({ language, quality }) => (language === 'en' || language === 'fr') && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted[0]?.language === 'fr' ? 'fr' : 'en'
}
