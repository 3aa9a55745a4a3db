import type { Socket as IoSocket } from 'socket.io'
import type { z } from 'zod'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'
import { socketRefusals } from '#platform/metrics.server.ts'
import type { PersonSocket } from './channels.server.ts'
import { type Pace, SOCKET_BUDGET, type SocketBudget } from './socket-budget.server.ts'

/** Asked by a browser, answered by an acknowledgement. Stated in a `contract.ts`. */
export interface ClientEvent<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly input: Input
  readonly output: Output
  /** `typing`: told with every few letters. Left out, it is one of the few things that a page asks. */
  readonly pace?: Pace
}

type Handler = (person: PersonSocket, input: unknown) => Promise<unknown>

const handlers = new Map<string, { event: ClientEvent; handler: Handler }>()

/** Registers who answers an event. The handler gets parsed input only: there is no other way in. */
export function handleSocket<Input extends z.ZodType, Output extends z.ZodType>(
  event: ClientEvent<Input, Output>,
  handler: (person: PersonSocket, input: z.output<Input>) => Promise<z.input<Output>>,
): void {
  handlers.set(event.name, { event, handler: (person, input) => handler(person, input as z.output<Input>) })
}

/** The one entrance of all that a socket sends, known or not: its budget first, then its input, then its turn. */
export function answerSocket(socket: IoSocket, person: PersonSocket, budget: SocketBudget): void {
  let isEnded = false
  socket.onAny((name: string, ...sent: unknown[]) => {
    if (isEnded) return
    const reply = replyOf(sent)
    const known = handlers.get(name)
    const seconds = budget.spend(known?.event.pace ?? 'asking')
    if (seconds > 0) {
      refuse(reply, seconds)
      return
    }
    if (!known) return reply({ ok: false, code: 'input.invalid' })
    if (!budget.lane.enter(() => answer(known, person, sent[0], reply))) refuse(reply, 1)
  })

  function refuse(reply: (answer: unknown) => void, seconds: number): void {
    socketRefusals.inc({ what: 'question' })
    reply({ ok: false, code: 'limit.reached', details: { seconds: Math.ceil(seconds) } })
    if (!budget.refuse()) return
    isEnded = true
    log.warn({ memberId: person.memberId }, 'a socket asked far too much, and is ended')
    endSocket(socket, 'limit.reached', { seconds: SOCKET_BUDGET.pauseSeconds })
  }
}

/** Ends a socket for a reason, which its page shows. A socket.io-client does not come back by itself after that. */
export function endSocket(socket: IoSocket, code: string, details: Readonly<Record<string, string | number>> = {}): void {
  socketRefusals.inc({ what: 'socket' })
  socket.emit('ended', { code, details })
  socket.disconnect(true)
}

function replyOf(sent: unknown[]): (answer: unknown) => void {
  const last = sent.at(-1)
  return typeof last === 'function' ? (last as (answer: unknown) => void) : () => {}
}

async function answer(
  { event, handler }: { event: ClientEvent; handler: Handler },
  person: PersonSocket,
  input: unknown,
  reply: (answer: unknown) => void,
): Promise<void> {
  try {
    const parsed = event.input.safeParse(input)
    if (!parsed.success) return reply({ ok: false, code: 'input.invalid' })
    reply({ ok: true, value: await handler(person, parsed.data) })
  } catch (error) {
    if (error instanceof DomainError) {
      const { code, details } = error
      return reply({ ok: false, code, ...(Object.keys(details).length > 0 && { details }) })
    }
    log.error({ error, event: event.name }, 'socket event failed')
    reply({ ok: false, code: 'unexpected' })
  }
}
