import { type Db, db, type Language } from '#platform/db.server.ts'
import { type ConsentFacts, currentConsentVersion, writeConsentWords } from './consent-words.server.ts'
import type { ConsentWords } from './contract.ts'

/** So many of those who look after a community are named as the ones to ask. */
const NAMED_MOST = 3

/** The words of today for a recording in this community, in a language. */
export async function readWords(communityId: string, language: Language, client: Db = db): Promise<ConsentWords> {
  const [{ words }, facts] = await Promise.all([readTerms(communityId, client), readConsentFacts(communityId, client)])
  return writeConsentWords(words, language, facts)
}

/** What the words are filled with, as it is now. */
export async function readConsentFacts(communityId: string, client: Db = db): Promise<ConsentFacts> {
  const [community, workspace, { keepDays }] = await Promise.all([
    client.community.findUniqueOrThrow({
      where: { id: communityId },
      select: {
        name: true,
        visibility: true,
        memberships: {
          where: { role: 'owner' },
          orderBy: [{ joinedAt: 'asc' }, { memberId: 'asc' }],
          take: NAMED_MOST,
          select: { member: { select: { name: true } } },
        },
      },
    }),
    client.workspace.findFirst({ select: { name: true } }),
    readTerms(communityId, client),
  ])
  return {
    workspace: workspace?.name ?? '',
    community: community.name,
    openToAll: community.visibility === 'open',
    keepDays,
    toAsk: community.memberships.map(({ member }) => member.name),
  }
}

/** What is promised to whoever is told now: for how many days recordings of a community are kept (null: until somebody deletes them), and in which words. */
export async function readTerms(communityId: string, client: Db = db): Promise<{ keepDays: number | null; words: number }> {
  const community = await client.community.findUniqueOrThrow({
    where: { id: communityId },
    select: { keepRecordingsDays: true, dropRecordingsOnceFollowedUp: true },
  })
  const workspace = await client.workspace.findFirst({ select: { keepRecordingsDays: true } })
  return {
    keepDays: community.keepRecordingsDays ?? workspace?.keepRecordingsDays ?? null,
    words: currentConsentVersion(community.dropRecordingsOnceFollowedUp),
  }
}
