import type { ChatLineCard } from '#rooms/chat/contract.ts'

/** A line that this browser wrote and that the server has not acknowledged. */
export interface OutgoingLine {
  clientId: string
  markdown: string
  replyToId: string | null
  /** Milliseconds since 1970. */
  writtenAt: number
  /** Why the server said no; null: it is being sent, for as long as it takes. */
  refusal: { code: string; details: Readonly<Record<string, string | number>> } | null
}

/** What a browser knows of one session's chat. Replaced as a whole, never changed. */
export interface ChatState {
  /** By id; of each, the newest that was heard of. */
  lines: ReadonlyMap<string, ChatLineCard>
  /** Every change up to this one is known, of the lines from `from` on. Null: nothing was read yet. */
  rev: number | null
  /** Changes that are known though one before them is missing, in order. */
  ahead: readonly number[]
  /** The place from which on all lines are known; what is before it is read when somebody scrolls there. */
  from: number
  hasOlder: boolean
  outgoing: readonly OutgoingLine[]
}

export type ChatEvent =
  /** The server told of lines, or acknowledged one. */
  | { type: 'told'; lines: readonly ChatLineCard[] }
  /** The newest page was read. */
  | { type: 'newest'; lines: readonly ChatLineCard[]; rev: number; more: boolean }
  /** What is newer than `after` was read, up to `rev`. */
  | { type: 'changes'; lines: readonly ChatLineCard[]; after: number; rev: number }
  /** What is before the place `before` was read. */
  | { type: 'older'; lines: readonly ChatLineCard[]; before: number; more: boolean }
  | { type: 'written'; line: OutgoingLine }
  | { type: 'refused'; clientId: string; code: string; details: Readonly<Record<string, string | number>> }
  /** The person asks to send a refused line once more; where its key stands for another text, under the key `next`. */
  | { type: 'again'; clientId: string; next: string }
  /** The person gives a refused line up. */
  | { type: 'dropped'; clientId: string }

export const emptyChat: ChatState = {
  lines: new Map(),
  rev: null,
  ahead: [],
  from: Number.POSITIVE_INFINITY,
  hasOlder: false,
  outgoing: [],
}

/**
 * One step of a chat. Lines may come lost, late, doubled and in any order: each has the `rev` of its last change, an older state of
 * a line never replaces a newer one, and where a change is missing `isBehind` says so until it was read.
 */
export function stepChat(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'told':
      return advance(
        merge(state, event.lines),
        event.lines.map(({ rev }) => rev),
      )
    case 'newest': {
      // A second reading of the newest page says nothing of the changes before it.
      if (state.rev !== null) return advance(merge(state, event.lines), [])
      const merged = merge(state, event.lines)
      const from = event.more ? (event.lines[0]?.position ?? 1) : 1
      return advance({ ...merged, rev: event.rev, from, hasOlder: event.more }, [])
    }
    case 'changes': {
      const merged = merge(state, event.lines)
      if (state.rev === null || event.after > state.rev) return merged
      return advance({ ...merged, rev: Math.max(state.rev, event.rev) }, [])
    }
    case 'older': {
      const merged = merge(state, event.lines)
      if (event.before < state.from) return merged
      const from = event.more ? (event.lines[0]?.position ?? 1) : 1
      return from < state.from ? { ...merged, from, hasOlder: event.more } : merged
    }
    case 'written':
      if (state.outgoing.some(({ clientId }) => clientId === event.line.clientId) || isThere(state, event.line.clientId)) return state
      return { ...state, outgoing: [...state.outgoing, event.line] }
    case 'refused':
      return changeOutgoing(state, event.clientId, (line) => ({ ...line, refusal: { code: event.code, details: event.details } }))
    case 'again':
      return changeOutgoing(state, event.clientId, ({ clientId, refusal, ...line }) => ({
        ...line,
        clientId: refusal?.code === 'attempt.changed' ? event.next : clientId,
        refusal: null,
      }))
    case 'dropped':
      return { ...state, outgoing: state.outgoing.filter(({ clientId, refusal }) => clientId !== event.clientId || !refusal) }
  }
}

/** Whether a change is missing, and has to be read. */
export function isBehind(state: ChatState): boolean {
  return state.rev !== null && state.ahead.length > 0
}

/** The lines to show, by their place, without those that are deleted. */
export function shownLines({ lines, from }: ChatState): ChatLineCard[] {
  return [...lines.values()].filter(({ position, deleted }) => position >= from && !deleted).sort((a, b) => a.position - b.position)
}

function isThere({ lines }: ChatState, clientId: string): boolean {
  return [...lines.values()].some((line) => line.clientId === clientId)
}

function changeOutgoing(state: ChatState, clientId: string, how: (line: OutgoingLine) => OutgoingLine): ChatState {
  return { ...state, outgoing: state.outgoing.map((line) => (line.clientId === clientId ? how(line) : line)) }
}

function merge(state: ChatState, lines: readonly ChatLineCard[]): ChatState {
  const news = lines.filter((line) => line.rev > (state.lines.get(line.id)?.rev ?? -1))
  if (news.length === 0) return state
  const arrived = new Set(news.map(({ clientId }) => clientId))
  const outgoing = state.outgoing.some(({ clientId }) => arrived.has(clientId))
    ? state.outgoing.filter(({ clientId }) => !arrived.has(clientId))
    : state.outgoing
  return { ...state, lines: new Map([...state.lines, ...news.map((line) => [line.id, line] as const)]), outgoing }
}

/** Goes on to the last change before which none is missing. */
function advance(state: ChatState, revs: readonly number[]): ChatState {
  let { rev } = state
  const waiting = [...new Set([...state.ahead, ...revs])].filter((each) => rev === null || each > rev).sort((a, b) => a - b)
  if (rev !== null) {
    while (waiting[0] === rev + 1) {
      rev++
      waiting.shift()
    }
  }
  return { ...state, rev, ahead: waiting }
}
