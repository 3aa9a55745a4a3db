import { isolating } from './isolate.ts'
import type { Area, Language, Text } from './text.tsx'

const files = import.meta.glob<Partial<Text>>(['./*/*.ts', '!./*/index.ts'])

/** Loads, in the browser, what one language says in one area. */
export async function loadText<A extends Area>(language: Language, area: A): Promise<Text[A]> {
  const text = (await files[`./${language}/${area}.ts`]?.())?.[area]
  if (!text) throw new Error(`there is no text of ${area}`)
  return isolating(text)
}
