import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { getJson, postJson } from '#app/http/post-json.ts'
import { useCloseWatch } from '#app/realtime/use-close-watch.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { Agenda } from '#rooms/agenda/contract.ts'
import type { roomAgenda } from '#rooms/agenda/events/contract.ts'
import { type AgendaIntent, toBody, withIntent } from './agenda-intents.ts'

interface Known {
  agenda: Agenda | undefined
  /** Sent, and not answered yet: shown as if it had been. */
  pending: readonly AgendaIntent[]
}

/** What this tab knows of rooms' agendas: the panel, the notice on the stage and the page say the same. */
const known = new Map<string, Known>()
const nothing: Known = { agenda: undefined, pending: [] }
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function change(roomId: string, how: (before: Known) => Known): void {
  known.set(roomId, how(known.get(roomId) ?? nothing))
  for (const listener of listeners) listener()
}

/** Takes an agenda in; one that is not newer than what is known changes nothing. */
function receive(agenda: Agenda): void {
  const before = known.get(agenda.roomId)?.agenda
  if (before && before.rev >= agenda.rev) return
  change(agenda.roomId, (now) => ({ ...now, agenda }))
}

async function read(roomId: string): Promise<void> {
  const answer = await getJson<Agenda>(`/rooms/${roomId}/agenda`)
  if (answer.ok) receive(answer.value)
}

async function send(roomId: string, intent: AgendaIntent): Promise<ActionAnswer<Agenda>> {
  change(roomId, (now) => ({ ...now, pending: [...now.pending, intent] }))
  const answer = await postJson<Agenda>(`/rooms/${roomId}/agenda`, toBody(intent))
  if (answer.ok) receive(answer.value)
  change(roomId, (now) => ({ ...now, pending: now.pending.filter((sent) => sent !== intent) }))
  return answer
}

/**
 * The agenda of a room as it is now, live for as long as it is on screen, and how to change it. `initial` is what the page came with;
 * undefined: not known yet.
 */
export function useAgenda(roomId: string, initial?: Agenda) {
  const state = useSyncExternalStore(
    subscribe,
    () => known.get(roomId) ?? nothing,
    () => nothing,
  )
  useEffect(() => {
    if (initial) receive(initial)
  }, [initial])
  useCloseWatch({ roomId }, () => void read(roomId))
  useServerEvent<typeof roomAgenda>('room.agenda', (agenda) => {
    if (agenda.roomId === roomId) receive(agenda)
  })
  const newest = state.agenda && initial && initial.rev > state.agenda.rev ? initial : (state.agenda ?? initial)
  const agenda = useMemo(() => newest && state.pending.reduce(withIntent, newest), [newest, state.pending])
  const act = useCallback((intent: AgendaIntent) => send(roomId, intent), [roomId])
  return { agenda, act }
}

export type AgendaAct = ReturnType<typeof useAgenda>['act']
