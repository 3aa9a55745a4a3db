import { createContext, type ReactNode, useContext } from 'react'
import type { Language } from '#prisma/generated/enums.ts'
import { arrivalOf, want } from './areas.ts'
import type { en } from './en/index.ts'

/** Everything that is said on screen in one language, by area. English is the type: French has the same keys and arguments, or does not compile. */
export type Text = typeof en
export type Area = keyof Text
export type { Language }

interface Reading {
  /** A browser's grows as areas come. */
  text: Partial<Text>
  language: Language
}

const ReadingContext = createContext<Reading | null>(null)

export function TextProvider({ text, language, children }: Reading & { children: ReactNode }) {
  return <ReadingContext.Provider value={{ text, language }}>{children}</ReadingContext.Provider>
}

function useReading(): Reading {
  const reading = useContext(ReadingContext)
  if (!reading) throw new Error('TextProvider is missing')
  return reading
}

/**
 * Makes a module's way to its texts in the reader's language: `const useText = textsOf('feed', 'common')` beside the imports,
 * `const { feed } = useText()` in a component. Like an import, it brings the areas it names along with the module.
 */
export function textsOf<A extends Area>(...areas: A[]): () => Pick<Text, A> {
  want(areas)
  return function useText() {
    const { text } = useReading()
    for (const area of areas) if (!(area in text)) throw arrivalOf(area)
    return text as Pick<Text, A>
  }
}

export function useLanguage(): Language {
  return useReading().language
}

/** The sentence for a code of a use case or a field; an unknown code says that it did not work. */
export function errorText(text: Pick<Text, 'errors'>, code: string, details: Readonly<Record<string, string | number>> = {}): string {
  const entry = (text.errors as Record<string, string | ((args: never) => string)>)[code] ?? text.errors.unexpected
  return typeof entry === 'function' ? entry(details as never) : entry
}
