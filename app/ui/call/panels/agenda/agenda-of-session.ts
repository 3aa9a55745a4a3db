import { textsOf } from '#app/i18n/text.tsx'
import { useAgenda } from '#app/ui/agenda/use-agenda.ts'
import { ListChecks } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { useNames } from '#app/ui/rooms/names.tsx'
import type { PanelProps, SessionPanel } from '../contract.ts'
import { openRemarks } from './open-remarks.ts'

const useText = textsOf('call', 'common')

/** Who left something on the line that is now, while nobody has answered it. */
function useNews({ room }: PanelProps): string | null {
  const { call, common } = useText()
  const names = useNames()
  const { remarks } = openRemarks(useAgenda(room.roomId).agenda)
  const people = [...new Map(remarks.map(({ author }) => [author?.id, author?.name ?? common.formerMember])).values()]
  return people.length > 0 ? call.leftOnLine({ names: names(people.map((name) => ({ name }))) }) : null
}

export const agendaOfSession: SessionPanel = {
  id: 'agenda',
  shortcut: 'A',
  icon: ListChecks,
  label: ({ panels }) => panels.agenda,
  Panel: lazily(async () => ({ default: (await import('./agenda-panel.tsx')).AgendaPanel })),
  useNews,
}
