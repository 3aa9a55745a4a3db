import type { rooms as en } from '../en/rooms.ts'

export const rooms: typeof en = {
  join: 'Rejoindre',
  startCall: 'Lancer un appel',
  backToCall: 'Revenir à l’appel',
  inTheRoom: 'Dans le salon',
  youAreIn: 'Vous y êtes',
  empty: 'Personne pour l’instant',
  since: ({ time }) => `depuis ${time}`,
  inNow: ({ names }) => names,
  live: 'en direct',
  locked: 'Fermé à clé',
  lockedText: 'La porte est fermée à clé : personne d’autre n’entre pour l’instant.',
  archived: 'Archivé',
  archivedText: 'Ce salon est archivé. Ce qui s’y est passé reste dans la communauté.',
  membersOnly: 'Les membres de cette communauté peuvent y entrer.',
  visitCommunity: 'Voir la communauté',
  lobbyEmptyTitle: 'Personne pour l’instant',
  lobbyEmptyText: 'Lancez un appel : la communauté verra que vous êtes là.',
}
