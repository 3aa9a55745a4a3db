import type { PersonCard } from '#communities/people/contract.ts'
import type { Agenda, AgendaItem, AgendaRemark } from '#rooms/agenda/contract.ts'

export interface LineFields {
  title: string
  owner: PersonCard | null
  minutes: number | null
}

/** What can be done to an agenda, as `/rooms/:roomId/agenda` takes it. */
export type AgendaIntent =
  | ({ intent: 'add'; clientId: string } & LineFields)
  | ({ intent: 'edit'; itemId: string } & LineFields)
  | { intent: 'order'; itemIds: string[] }
  | { intent: 'remove'; itemId: string; restore?: boolean }
  | { intent: 'done'; itemId: string; done: boolean }
  | { intent: 'now'; itemId: string | null }
  | { intent: 'next'; from: string | null }
  | { intent: 'remark'; itemId: string; kind: AgendaRemark['kind']; markdown: string; clientId: string }
  | { intent: 'takeBack'; remarkId: string }
  | { intent: 'answer'; remarkId: string; markdown: string }
  | { intent: 'absence'; absent: boolean; me: PersonCard }

/** The intent as it is sent: of people, only who they are. */
export function toBody(intent: AgendaIntent): object {
  if (intent.intent === 'add' || intent.intent === 'edit') {
    const { owner, ...rest } = intent
    return { ...rest, ownerId: owner?.id ?? null }
  }
  if (intent.intent !== 'absence') return intent
  return { intent: intent.intent, absent: intent.absent }
}

/**
 * The agenda as it will be when the server has agreed, where that is sure enough to be shown before. What takes an instant (what is
 * now) or a server's rendering (what is written) waits for its answer. What is there already is not done twice.
 */
export function withIntent(agenda: Agenda, intent: AgendaIntent): Agenda {
  const change = (itemId: string, how: (item: AgendaItem) => AgendaItem) => ({
    ...agenda,
    items: agenda.items.map((item) => (item.id === itemId ? how(item) : item)),
  })
  switch (intent.intent) {
    case 'add': {
      const { clientId, title, owner, minutes } = intent
      if (agenda.items.some((item) => item.clientId === clientId)) return agenda
      const line = { id: clientId, clientId, title, owner, minutes, done: false, threadId: null, spans: [], remarks: [] }
      return { ...agenda, items: [...agenda.items, line] }
    }
    case 'edit': {
      const { title, owner, minutes } = intent
      return change(intent.itemId, (item) => ({ ...item, title, owner, minutes }))
    }
    case 'order': {
      const place = new Map(intent.itemIds.map((id, index) => [id, index]))
      const at = ({ id }: AgendaItem) => place.get(id) ?? Number.MAX_SAFE_INTEGER
      return { ...agenda, items: [...agenda.items].sort((a, b) => at(a) - at(b)) }
    }
    case 'remove':
      return intent.restore ? agenda : { ...agenda, items: agenda.items.filter(({ id }) => id !== intent.itemId) }
    case 'done':
      return change(intent.itemId, (item) => ({ ...item, done: intent.done }))
    case 'absence': {
      const others = agenda.absent.filter(({ id }) => id !== intent.me.id)
      return { ...agenda, absent: intent.absent ? [...others, intent.me] : others }
    }
    default:
      return agenda
  }
}

/** The line that is now, and since when. */
export function nowOf(agenda: Agenda | undefined): AgendaItem | undefined {
  return agenda?.items.find(({ spans }) => spans.some(({ endedAt }) => endedAt === null))
}

/** How long a line has been discussed, all its spans together. */
export function discussedMs(item: AgendaItem, now: Date): number {
  return item.spans.reduce((sum, { startedAt, endedAt }) => {
    const until = endedAt ? new Date(endedAt) : now
    return sum + Math.max(0, until.getTime() - new Date(startedAt).getTime())
  }, 0)
}
