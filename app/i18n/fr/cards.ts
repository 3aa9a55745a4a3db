import { de } from '../elide.ts'
import type { cards as en } from '../en/cards.ts'
import { pluralFr } from '../plural.ts'

export const cards: typeof en = {
  writeFollowUp: 'Écrire le compte rendu',
  followUpToCome: 'Compte rendu à venir',
  followUpToComeFrom: ({ name }) => `Compte rendu à venir, par ${name}`,
  followUpDue: 'Compte rendu à faire',
  running: ({ names, count }) => `${names} ${pluralFr(count, { one: 'est', other: 'sont' })} dans le salon`,
  met: ({ names, duration }) => `${names} se sont parlé pendant ${duration}`,
  wasIn: ({ names, duration }) => `${names}, de passage pendant ${duration}`,
  nobodyLeft: 'Tout le monde vient de partir',
  watch: ({ length }) => `Regarder l’enregistrement, ${length}`,
  recordingComing: 'L’enregistrement se prépare',
  recordingFailed: 'L’enregistrement n’a pas abouti',
  readFollowUp: 'Lire le compte rendu',
  details: 'Qui était là, et quand',
  liveIn: ({ room }) => `En direct ${de(room)}`,
  actionsOpen: ({ count, open }) =>
    `${count} ${pluralFr(count, { one: 'action', other: 'actions' })}${
      open === 0 ? `, ${pluralFr(count, { one: 'faite', other: 'toutes faites' })}` : open === count ? ' à faire' : `, ${open} à faire`
    }`,
}
