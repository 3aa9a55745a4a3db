import type { people as en } from '../en/people.ts'

export const people: typeof en = {
  tagline: 'Voir qui est là, passer une tête, rattraper le reste.',
  signInTo: ({ workspace }) => `Connexion à ${workspace}`,
  signIn: 'Se connecter',
  email: 'E-mail',
  password: 'Mot de passe',
  passwordHint: '10 caractères ou plus. Une courte phrase fait très bien l’affaire.',
  passwordChanged: 'Votre mot de passe est changé. Connectez-vous avec le nouveau.',
  forgot: 'Oublié ?',
  createAccount: 'Créer un compte',
  haveAccount: 'Vous avez déjà un compte ?',
  name: 'Votre nom',
  nameHint: 'Tel que vos collègues vous connaissent.',
  join: ({ workspace }) => `Rejoindre ${workspace}`,
  firstTitle: 'Bienvenue. Vous ouvrez la porte.',
  firstText: 'Donnez un nom à l’espace de votre entreprise et créez votre compte : vous en serez l’admin.',
  workspaceName: 'Nom de l’espace',
  workspaceNameHint: 'Le plus souvent, le nom de votre entreprise.',
  invitationNeeded: 'Il vous faut une invitation',
  invitationNeededText: ({ workspace }) =>
    `Demandez un lien d’invitation à un collègue de ${workspace}, puis ouvrez-le dans ce navigateur.`,
}
