import type { Format } from '#app/i18n/format.tsx'
import type { Text } from '#app/i18n/text.tsx'
import { type InboxEntry, recordingGoesAt } from '#communities/inbox/contract.ts'

/** What happened, in a sentence. */
export function sentenceOf({ inbox }: Pick<Text, 'inbox'>, entry: InboxEntry, format: Format): string {
  const name = entry.actor?.name ?? inbox.somebody
  const room = entry.room?.name ?? entry.community.name
  const community = entry.community.name
  switch (entry.kind) {
    case 'mention':
      return inbox.mention({ name })
    case 'reply':
      return inbox.reply({ name, count: entry.count })
    case 'joinRequest':
      return inbox.joinRequest({ name, community })
    case 'invitation':
      return inbox.invitation({ name, community })
    case 'sessionMissed':
      return inbox.sessionMissed({ room })
    case 'followUpDue':
      return inbox.followUpDue({ room })
    case 'followUpPublished':
      return inbox.followUpPublished({ name, room })
    case 'actionAssigned':
      return inbox.actionAssigned({ name })
    case 'actionDue':
      return inbox.actionDue
    case 'answer':
      return inbox.answer({ name })
    case 'roomBusy':
      return inbox.roomBusy({ room })
    case 'ownership':
      return inbox.ownership({ name, community })
    case 'broughtBack':
      return inbox.broughtBack({ name, community })
    case 'recordingExpires':
      return inbox.recordingExpires({ room, day: format.date(recordingGoesAt(entry)) })
  }
}
