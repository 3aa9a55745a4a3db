import type { errors as en } from '../en/errors.ts'

export const errors: typeof en = {
  unexpected: 'Cela n’a pas marché. Réessayez dans un instant.',
  'input.invalid': 'Quelque chose ne va pas dans ce formulaire.',
  'limit.reached': ({ seconds }) =>
    seconds > 90
      ? `Trop d’essais. Attendez ${Math.ceil(seconds / 60)} minutes, puis réessayez.`
      : `Trop d’essais. Attendez ${seconds} secondes, puis réessayez.`,
  'signIn.required': 'Connectez-vous pour continuer.',
  'community.notFound': 'Cette communauté n’existe pas, ou vous ne pouvez pas la voir.',
  'community.forbidden': 'Vous ne pouvez pas faire cela dans cette communauté. Demandez à l’un de ses propriétaires.',
  'community.archived': 'Cette communauté est archivée : on peut la lire, mais plus rien y ajouter.',
}
