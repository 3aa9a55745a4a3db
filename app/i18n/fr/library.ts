import type { library as en } from '../en/library.ts'
import { pluralFr } from '../plural.ts'

export const library: typeof en = {
  title: 'Enregistrements',
  none: 'Encore aucun enregistrement',
  noneText: 'Une personne présente dans l’appel peut l’enregistrer : tout le monde en est prévenu, et on le retrouve ici.',
  noneFound: 'Aucun enregistrement de ce genre',
  noneFoundText: 'Essayez un mot plus court, une autre personne ou un autre salon.',
  older: 'Enregistrements plus anciens',
  newest: 'Revenir aux plus récents',
  storage: ({ count, size }) => `${count} ${pluralFr(count, { one: 'enregistrement', other: 'enregistrements' })}, ${size}`,
  free: ({ size }) => `${size} libres sur le disque`,
  seen: 'vu',
  goOn: ({ at }) => `reprendre à ${at}`,
  saidAt: ({ at, text }) => `Dit à ${at} : ${text}`,
  goes: ({ date }) => `gardé jusqu’au ${date}`,
  state: {
    running: 'en cours',
    finishing: 'en préparation',
    failed: 'pas abouti',
  },
  retention: 'Durée de conservation des enregistrements',
  days: 'Jours',
  asWorkspace: ({ days }) => (days === null ? 'Vide : comme l’espace, pour toujours' : `Vide : comme l’espace, ${days} jours`),
  forGood: 'Vide : pour toujours',
  partDays: 'Jours pendant lesquels le son et l’image de chacun sont gardés à part',
  partDaysHint: 'Ensuite il ne reste que le film, qui prend moins de place.',
  onceFollowedUp: 'Les supprimer dès que le compte rendu est publié',
  warned: 'Les modérateurs sont prévenus une semaine avant, et peuvent garder un enregistrement pour toujours.',
}
