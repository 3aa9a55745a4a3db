import { type InboxEntry, recordingGoesAt } from '#communities/inbox/contract.ts'
import { type Reader, writeDate } from './write-date.ts'

type Matter = Pick<InboxEntry, 'kind' | 'actor' | 'community' | 'room' | 'count' | 'happenedAt'>

/** What a matter of the inbox is, in one line: for mails and browser notices, which are written by the server. */
export function sayMatter(matter: Matter, reader: Reader): string {
  const goesOn = writeDate(reader, recordingGoesAt(matter), { dateStyle: 'long' })
  return (reader.language === 'fr' ? inFrench : inEnglish)(matter, goesOn)
}

function inEnglish({ kind, actor, community, room, count }: Matter, goesOn: string): string {
  const who = actor?.name ?? 'Somebody'
  const where = room?.name ?? community.name
  switch (kind) {
    case 'mention':
      return `${who} mentioned you in ${community.name}`
    case 'reply':
      return count > 1 ? `${count} new replies, the last one by ${who}` : `${who} replied`
    case 'joinRequest':
      return `${who} asks to join ${community.name}`
    case 'invitation':
      return `${who} invites you to ${community.name}`
    case 'sessionMissed':
      return `You missed a session in ${where}`
    case 'followUpDue':
      return `The follow-up of ${where} is yours to publish`
    case 'followUpPublished':
      return `The follow-up of ${where} is there`
    case 'actionAssigned':
      return `${who} gave you an action`
    case 'actionDue':
      return 'An action of yours is due'
    case 'answer':
      return `${who} answered what you had left in ${where}`
    case 'roomBusy':
      return `${who} is in ${where}`
    case 'ownership':
    case 'broughtBack':
      return `${community.name} is yours to look after now`
    case 'recordingExpires':
      return `A recording of ${where} will be deleted on ${goesOn}`
  }
}

function inFrench({ kind, actor, community, room, count }: Matter, goesOn: string): string {
  const who = actor?.name ?? 'Quelqu’un'
  const where = room?.name ?? community.name
  switch (kind) {
    case 'mention':
      return `${who} vous mentionne dans ${community.name}`
    case 'reply':
      return count > 1 ? `${count} nouvelles réponses, la dernière par ${who}` : `${who} a répondu`
    case 'joinRequest':
      return `${who} demande à rejoindre ${community.name}`
    case 'invitation':
      return `${who} vous invite dans ${community.name}`
    case 'sessionMissed':
      return `Un appel a eu lieu sans vous : ${where}`
    case 'followUpDue':
      return `Un compte rendu à publier : ${where}`
    case 'followUpPublished':
      return `Le compte rendu est là : ${where}`
    case 'actionAssigned':
      return `${who} vous confie une action`
    case 'actionDue':
      return 'Une de vos actions arrive à échéance'
    case 'answer':
      return `${who} a répondu à ce que vous aviez laissé : ${where}`
    case 'roomBusy':
      return `${who} est là : ${where}`
    case 'ownership':
    case 'broughtBack':
      return `La communauté ${community.name} est maintenant entre vos mains`
    case 'recordingExpires':
      return `Un enregistrement sera supprimé le ${goesOn} : ${where}`
  }
}
