import type { Language } from '#prisma/generated/enums.ts'

/** "Ana, Ben or Chloé". */
export function nameThem(language: Language, names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names)
}
