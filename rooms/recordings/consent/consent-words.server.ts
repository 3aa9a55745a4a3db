import type { Language } from '#prisma/generated/enums.ts'
import { findEngine } from '../transcripts/find-engine.server.ts'
import type { ConsentWords } from './contract.ts'
import { onThisInstallation, withService } from './first-words.server.ts'
import { presentWords } from './present-words.server.ts'

/** What the words are filled with. */
export interface ConsentFacts {
  workspace: string
  community: string
  /** Every member of the workspace reads the community. */
  openToAll: boolean
  /** Null: until somebody deletes it. */
  keepDays: number | null
  /** Whom to ask, by name. */
  toAsk: readonly string[]
}

export type WriteWords = (facts: ConsentFacts) => Pick<ConsentWords, 'title' | 'parts'>

const present = (setting: Parameters<(typeof presentWords)['en']>[0]): Record<Language, WriteWords> => ({
  en: presentWords.en(setting),
  fr: presentWords.fr(setting),
})

/**
 * Every version that anybody was ever shown. The ledger refers to them by number: one that has been shown is never changed, a new one
 * is added. They say what the GDPR (article 13) and the CNIL ask for where a meeting is recorded: who is responsible and on what ground,
 * the purpose, who has access, for how long, which rights there are and where they are exercised. docs/operations.md says against what
 * they were held.
 */
const versions: Record<number, Record<Language, WriteWords>> = {
  1: onThisInstallation,
  2: { en: withService('en'), fr: withService('fr') },
  3: present({ service: false, onceFollowedUp: false }),
  4: present({ service: true, onceFollowedUp: false }),
  5: present({ service: false, onceFollowedUp: true }),
  6: present({ service: true, onceFollowedUp: true }),
}

/** The newest version. */
export const CONSENT_VERSION = 6
/** Those that promise that nothing leaves the company's installation. */
export const STAYS_HERE: readonly number[] = [1, 3, 5]

/** The version that people are shown now; `onceFollowedUp`: their community lets go of recordings once their follow-up is published. */
export function currentConsentVersion(onceFollowedUp: boolean): number {
  return (onceFollowedUp ? 5 : 3) + (findEngine() === 'outside' ? 1 : 0)
}

/** A version of the words in one language, filled in. */
export function writeConsentWords(version: number, language: Language, facts: ConsentFacts): ConsentWords {
  const words = versions[version]
  if (!words) throw new Error(`nobody was ever shown version ${version} of the words`)
  return { version, language, keepDays: facts.keepDays, ...words[language](facts) }
}
