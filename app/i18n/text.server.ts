import { en } from './en/index.ts'
import { fr } from './fr/index.ts'
import { isolating } from './isolate.ts'
import type { Language, Text } from './text.tsx'

/** Both languages, for the server only: a browser loads its own. */
export const texts: Record<Language, Text> = { en: isolating(en), fr: isolating(fr) }
