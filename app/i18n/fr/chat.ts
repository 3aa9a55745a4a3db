import type { chat as en } from '../en/chat.ts'
import { pluralFr } from '../plural.ts'

export const chat: typeof en = {
  lines: 'Messages de la séance',
  write: 'Écrire à tout le monde',
  send: 'Envoyer',
  sending: 'Envoi…',
  sendAgain: 'Renvoyer',
  giveUp: 'Abandonner',
  reply: 'Répondre',
  replyingTo: ({ name }) => `Réponse à ${name} :`,
  lineMenu: 'Autres actions sur ce message',
  actionMade: 'L’action est notée dans le fil de la séance.',
  deletedLine: 'Message supprimé',
  lineDeleted: 'Le message est supprimé.',
  older: 'Messages précédents',
  newLines: ({ count }) => pluralFr(count, { one: '1 nouveau message', other: `${count} nouveaux messages` }),
  wrote: ({ name, text }) => `${name} a écrit : ${text}`,
  emptyTitle: 'Aucun message pour l’instant',
  emptyText: 'Un lien, une question, un simple oui : ce que vous écrivez reste avec la séance, y compris pour qui arrive plus tard.',
  emptyOver: 'Rien n’a été écrit.',
  over: 'La séance est terminée. Pour poursuivre, répondez dans son fil.',
  membersOnly: 'Seuls les membres de la communauté écrivent ici.',
}
