import { nowOf } from '#app/ui/agenda/agenda-intents.ts'
import type { Agenda, AgendaItem, AgendaRemark } from '#rooms/agenda/contract.ts'

/** What was left on the line that is now, and waits for an answer. */
export function openRemarks(agenda: Agenda | undefined): { item: AgendaItem | null; remarks: AgendaRemark[] } {
  const item = nowOf(agenda) ?? null
  return { item, remarks: item?.remarks.filter(({ answer }) => answer === null) ?? [] }
}
