import type { Language, StartingPoint, WhoPosts } from '#platform/db.server.ts'
import type { StartingKit } from './contract.ts'

interface Kit {
  whoPosts: WhoPosts
  words: Record<Language, { purpose: string; roomName: string }>
}

/** Texts that become a community's own, to be changed by its owners: data of the community, not words of the screen. */
const kits: Record<StartingPoint, Kit> = {
  team: {
    whoPosts: 'members',
    words: {
      en: { purpose: 'Where our team keeps each other posted, asks and decides.', roomName: 'Our table' },
      fr: { purpose: 'Là où l’équipe se tient au courant, s’interroge et décide.', roomName: 'Notre table' },
    },
  },
  project: {
    whoPosts: 'members',
    words: {
      en: { purpose: 'Everything about the project: where it stands, what was decided, what comes next.', roomName: 'Project room' },
      fr: { purpose: 'Tout sur le projet : où il en est, ce qui est décidé, la suite.', roomName: 'Salle du projet' },
    },
  },
  expertise: {
    whoPosts: 'members',
    words: {
      en: { purpose: 'For those who share a craft: questions, finds and good practice.', roomName: 'Workshop' },
      fr: { purpose: 'Entre gens du métier : questions, trouvailles et bonnes pratiques.', roomName: 'L’atelier' },
    },
  },
  leisure: {
    whoPosts: 'members',
    words: {
      en: { purpose: 'Nothing to do with work, and all the better for it.', roomName: 'Coffee corner' },
      fr: { purpose: 'Rien à voir avec le travail, et c’est tant mieux.', roomName: 'Coin café' },
    },
  },
  announcements: {
    whoPosts: 'moderators',
    words: {
      en: { purpose: 'News that concerns everybody. Anyone can reply.', roomName: 'All together' },
      fr: { purpose: 'Les nouvelles qui concernent tout le monde. Chacun peut répondre.', roomName: 'Tous ensemble' },
    },
  },
}

/** What a starting point brings with it, in the language of who creates the community. */
export function kitOf(startingPoint: StartingPoint, language: Language): StartingKit {
  const { whoPosts, words } = kits[startingPoint]
  return { startingPoint, whoPosts, ...words[language] }
}
