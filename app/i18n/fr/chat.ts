import type { chat as en } from '../en/chat.ts'
import { pluralFr } from '../plural.ts'

export const chat: typeof en = {
  lines: 'Messages de l’appel',
  write: 'Écrire à tout le monde',
  send: 'Envoyer',
  sending: 'Envoi…',
  sendAgain: 'Renvoyer',
  giveUp: 'Abandonner',
  reply: 'Répondre',
  replyingTo: ({ name }) => `Réponse à ${name} :`,
  lineMenu: 'Autres actions sur ce message',
  actionMade: 'L’action est notée dans le fil de l’appel.',
  deletedLine: 'Message supprimé',
  lineDeleted: 'Le message est supprimé.',
  older: 'Messages précédents',
  newLines: ({ count }) => pluralFr(count, { one: '1 nouveau message', other: `${count} nouveaux messages` }),
  wrote: ({ name, text }) => `${name} a écrit : ${text}`,
  emptyTitle: 'Aucun message pour l’instant',
  emptyText: 'Un lien, une question, un simple oui : ce que vous écrivez reste avec l’appel, y compris pour qui arrive plus tard.',
  emptyOver: 'Rien n’a été écrit.',
  over: 'L’appel est terminé. Pour poursuivre, répondez dans son fil.',
  membersOnly: 'Seuls les membres de la communauté écrivent ici.',
}
