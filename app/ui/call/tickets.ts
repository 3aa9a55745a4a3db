import type { JoinTicket, PreparedJoin } from '#rooms/sessions/contract.ts'

export interface Refusal {
  code: string
  details?: Readonly<Record<string, string | number>>
}
type Answer = PreparedJoin | (Refusal & { ok: false })

/** Tokens last minutes: one that was got when the intention showed is not used after this. */
const PREPARED_TTL_MS = 3 * 60_000

interface Prepared {
  at: number
  answer: Promise<JoinTicket | null>
}
const prepared = new Map<string, Prepared>()

async function ask(roomId: string, body: { prepare?: true }): Promise<Answer> {
  try {
    const response = await fetch(`/rooms/${roomId}/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.redirected) return { ok: false, code: 'signIn.required' }
    return (await response.json()) as Answer
  } catch {
    return { ok: false, code: 'call.unreachable' }
  }
}

const ticketIn = (answer: Answer): JoinTicket | null => ('token' in answer ? answer : null)

/** Gets a ticket ahead for a session that runs, when somebody is about to join it. Opens nothing; asks again only when the last one got old. */
export function prepareTicket(roomId: string): void {
  const known = prepared.get(roomId)
  if (known && performance.now() - known.at < PREPARED_TTL_MS) return
  prepared.set(roomId, {
    at: performance.now(),
    answer: ask(roomId, { prepare: true }).then((answer) => {
      const ticket = ticketIn(answer)
      if (!ticket) prepared.delete(roomId)
      return ticket
    }),
  })
}

/** The ticket that was prepared for this room, once. Null where there is none, or where it is for a session that is over. */
export async function takePrepared(roomId: string, runningSessionId: string | undefined): Promise<JoinTicket | null> {
  const known = prepared.get(roomId)
  prepared.delete(roomId)
  if (!known || performance.now() - known.at > PREPARED_TTL_MS) return null
  const ticket = await known.answer
  return ticket && (runningSessionId === undefined || ticket.sessionId === runningSessionId) ? ticket : null
}

/** Enters at the door: opens a session where none runs. */
export async function requestTicket(roomId: string): Promise<JoinTicket | Refusal> {
  const answer = await ask(roomId, {})
  if ('ok' in answer) return { code: answer.code, ...(answer.details ? { details: answer.details } : {}) }
  return ticketIn(answer) ?? { code: 'unexpected' }
}
