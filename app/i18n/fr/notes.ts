import type { notes as en } from '../en/notes.ts'
import { pluralFr } from '../plural.ts'

export const notes: typeof en = {
  label: 'Notes prises ensemble',
  placeholder: 'Notez l’essentiel : tout le monde le voit au fil de la frappe. « - » commence une liste, « [] » une case à cocher.',
  nothingYet: 'Rien n’est encore écrit.',
  connecting: 'Lecture des notes…',
  away: 'Pas de connexion. Ce que vous écrivez reste ici et partira à votre retour.',
  awayReading: 'Pas de connexion. Ce que les autres écrivent apparaîtra à votre retour.',
  readOnly: 'Vous pouvez suivre. Les membres de la communauté écrivent ici.',
  ended: 'L’appel est fini : les notes se lisent, mais ne changent plus.',
  sendingLate: 'L’appel est fini. Ce que vous avez écrit sans connexion est en cours d’ajout.',
  full: 'Les notes sont pleines. Supprimez-en un passage pour continuer.',
  lettersLeft: ({ count, figure }) => `Il reste ${figure} ${pluralFr(count, { one: 'caractère', other: 'caractères' })}`,
  linkTo: 'Adresse du lien',
  linkWrong: 'Ce n’est pas une adresse. Elle commence par https://',
  tools: {
    label: 'Mise en forme',
    bold: 'Gras',
    italic: 'Italique',
    heading: 'Titre',
    bullets: 'Liste',
    numbers: 'Liste numérotée',
    tasks: 'Cases à cocher',
    quote: 'Citation',
    link: 'Lien',
    undo: 'Annuler',
    redo: 'Rétablir',
  },
}
