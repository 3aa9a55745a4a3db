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
  'name.missing': 'Écrivez votre nom.',
  'name.tooLong': '80 caractères au plus.',
  'email.missing': 'Écrivez votre adresse e-mail.',
  'email.wrong': 'Cela ne ressemble pas à une adresse e-mail.',
  'email.taken': 'Un compte existe déjà avec cette adresse. Connectez-vous, ou changez son mot de passe.',
  'password.missing': 'Écrivez un mot de passe.',
  'password.tooShort': '10 caractères au moins.',
  'password.tooLong': '200 caractères au plus.',
  'language.wrong': 'Choisissez l’anglais ou le français.',
  'timeZone.wrong': 'Choisissez un fuseau horaire dans la liste.',
  'workspaceName.missing': 'Donnez un nom à l’espace.',
  'workspaceName.tooLong': '80 caractères au plus.',
  'signIn.wrong': 'Cet e-mail et ce mot de passe ne vont pas ensemble.',
  'signUp.invitationNeeded': 'Il vous faut une invitation. Demandez un lien à un collègue.',
  'invitation.gone': 'Cette invitation est épuisée ou périmée. Demandez-en une nouvelle.',
  'room.notFound': 'Ce salon n’existe pas, ou vous ne pouvez pas le voir.',
  'room.archived': 'Ce salon est archivé : plus personne ne peut y entrer.',
  'room.locked': 'La porte est fermée à clé. Demandez à quelqu’un qui est dedans, ou à un propriétaire, de l’ouvrir.',
  'room.full': ({ capacity }) => `Le salon est complet : ${capacity} personnes y sont. Réessayez quand quelqu’un sera sorti.`,
  'livekit.unavailable': 'La vidéo n’est pas disponible pour le moment. Réessayez dans un instant ; tout le reste fonctionne.',
  'session.notFound': 'Cette séance n’existe pas, ou vous ne pouvez pas la voir.',
  'roomName.missing': 'Donnez un nom au salon.',
  'roomName.tooLong': 'Le nom d’un salon a 60 caractères au plus.',
  'door.unknown': 'Une porte est ouverte ou fermée à clé : choisissez.',
  'topic.tooLong': 'Un sujet a 120 caractères au plus.',
}
