import { createContext, type ReactNode, useContext } from 'react'
import type { Language } from '#prisma/generated/enums.ts'
import type { en } from './en/index.ts'

/** Everything that is said on screen in one language, by area. English is the type: French has the same keys and arguments, or does not compile. */
export type Text = typeof en
export type { Language }

interface Reading {
  text: Text
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

/** The texts in the reader's language: `const { feed } = useText()`. */
export function useText(): Text {
  return useReading().text
}

export function useLanguage(): Language {
  return useReading().language
}

/** The sentence for a code of a use case or a field; an unknown code says that it did not work. */
export function errorText(text: Text, code: string, details: Readonly<Record<string, string | number>> = {}): string {
  const entry = (text.errors as Record<string, string | ((args: never) => string)>)[code] ?? text.errors.unexpected
  return typeof entry === 'function' ? entry(details as never) : entry
}
