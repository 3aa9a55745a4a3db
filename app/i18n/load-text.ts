import type { Language, Text } from './text.tsx'

/** Loads one language's texts in the browser, before the page comes alive: no flash of the other. */
export async function loadText(language: Language): Promise<Text> {
  return language === 'fr' ? (await import('./fr/index.ts')).fr : (await import('./en/index.ts')).en
}
