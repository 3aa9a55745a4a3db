import type { ActionAnswer } from '#app/http/action-answer.ts'
import { isPassing } from '#app/http/passing.ts'
import { getJson, postJson } from '#app/http/post-json.ts'
import { getSocket } from '#app/realtime/socket.ts'
import type { ChatLineCard, ChatPage } from '#rooms/chat/contract.ts'
import { type ChatEvent, type ChatState, emptyChat, isBehind, stepChat } from './chat-state.ts'
import type { LineChange, LineIntent } from './line-changes.ts'
import { keepOutgoing, readOutgoing } from './outgoing-lines.ts'

/** Lines told in another order than they were written in are put right by the next one; only a gap that stays is read. */
const GAP_WAIT_MS = 200
/** Pauses between tries to send: the first, and the longest. */
const RETRY_MS = 500
const RETRY_MAX_MS = 5_000

/** All that the screens of a session's chat show. Replaced as a whole, never changed. */
export interface ChatView {
  chat: ChatState
  /** Null: nothing was read yet. */
  rights: Pick<ChatPage, 'open' | 'mayWrite' | 'mayModerate'> | null
  /** Why it could not be read, if it could not. */
  failure: string | null
  /** The place up to which the person has seen all. */
  seen: number
  /** What was done to lines here and is not acknowledged. */
  changing: readonly LineChange[]
}

export const emptyChatView: ChatView = { chat: emptyChat, rights: null, failure: null, seen: 0, changing: [] }

/** One session's chat in this tab, for as long as somebody looks: what was read and told, and what is on its way out. */
export class ChatStore {
  #view: ChatView = emptyChatView
  readonly #listeners = new Set<() => void>()
  #reading: Promise<void> | null = null
  #readAgain = false
  #sending = false
  #acting: Promise<unknown> = Promise.resolve()
  #tries = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #gapTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly sessionId: string,
    readonly memberId: string,
  ) {}

  readonly getView = () => this.#view

  readonly subscribe = (listener: () => void) => {
    if (this.#listeners.size === 0) this.#begin()
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#end()
    }
  }

  /** Reads the newest page, or whatever is newer than what is known; asking while it reads makes it read once more. */
  readonly read = (): void => {
    if (this.#reading) {
      this.#readAgain = true
      return
    }
    this.#reading = this.#readAll().finally(() => {
      this.#reading = null
      if (!this.#readAgain) return
      this.#readAgain = false
      this.read()
    })
  }

  /** Reads what is before the oldest line that is shown; back to a place, where one is given. */
  async readOlder(back = this.#view.chat.from - 1): Promise<void> {
    while (this.#view.chat.hasOlder && this.#view.chat.from > back) {
      const before = this.#view.chat.from
      const answer = await getJson<ChatPage>(`${this.#url}?before=${before}`)
      if (!answer.ok) return
      this.#step({ type: 'older', lines: answer.value.lines, before, more: answer.value.more })
    }
  }

  /** Writes a line: it shows at once, and is sent until the server has it. */
  send(markdown: string, replyToId: string | null): void {
    const line = { clientId: crypto.randomUUID(), markdown, replyToId, writtenAt: Date.now(), refusal: null }
    this.#step({ type: 'written', line })
    void this.flush()
  }

  again(clientId: string): void {
    this.#step({ type: 'again', clientId, next: crypto.randomUUID() })
    void this.flush()
  }

  drop(clientId: string): void {
    this.#step({ type: 'dropped', clientId })
  }

  /** Does something to a line: it shows at once, and is sent after what was done before. What is refused is as it was. */
  async act(intent: LineIntent): Promise<ActionAnswer<ChatLineCard>> {
    const change = { key: crypto.randomUUID(), memberId: this.memberId, intent }
    this.#show({ changing: [...this.#view.changing, change] })
    const sent = this.#acting.then(() => postJson<ChatLineCard>(this.#url, intent))
    this.#acting = sent.catch(() => {})
    try {
      const answer = await sent
      if (answer.ok) this.#step({ type: 'told', lines: [answer.value] })
      return answer
    } finally {
      this.#show({ changing: this.#view.changing.filter(({ key }) => key !== change.key) })
    }
  }

  /** Notes what the person has seen. */
  see(position: number): void {
    if (position <= this.#view.seen) return
    sessionStorage.setItem(`chat-seen:${this.memberId}:${this.sessionId}`, String(position))
    this.#show({ seen: position })
  }

  /** Sends what is not acknowledged, one after the other in the order of writing; what can't be sent now, in a moment. */
  readonly flush = async (): Promise<void> => {
    if (this.#sending) return
    this.#sending = true
    clearTimeout(this.#timer)
    try {
      for (let line = this.#next(); line; line = this.#next()) {
        const { clientId, markdown, replyToId } = line
        const answer = await postJson<ChatLineCard>(this.#url, { intent: 'send', clientId, markdown, replyToId })
        if (answer.ok) {
          this.#tries = 0
          this.#step({ type: 'told', lines: [answer.value] })
        } else if (isPassing(answer.code)) {
          this.#timer = setTimeout(() => void this.flush(), Math.min(RETRY_MS * 2 ** this.#tries++, RETRY_MAX_MS))
          return
        } else {
          this.#step({ type: 'refused', clientId, code: answer.fields?.['markdown'] ?? answer.code, details: answer.details ?? {} })
        }
      }
    } finally {
      this.#sending = false
    }
  }

  get #url(): string {
    return `/sessions/${this.sessionId}/chat`
  }

  #next() {
    return this.#view.chat.outgoing.find(({ refusal }) => !refusal)
  }

  readonly #onLines = ({ sessionId, lines }: { sessionId: string; lines: ChatLineCard[] }) => {
    if (sessionId === this.sessionId) this.#step({ type: 'told', lines })
  }

  readonly #onBack = () => {
    this.#tries = 0
    void this.flush()
  }

  #begin(): void {
    for (const line of readOutgoing(this.memberId, this.sessionId)) this.#step({ type: 'written', line })
    this.#show({ seen: Number(sessionStorage.getItem(`chat-seen:${this.memberId}:${this.sessionId}`) ?? 0) })
    getSocket().on('chat.lines', this.#onLines)
    getSocket().on('ready', this.#onBack)
    window.addEventListener('online', this.#onBack)
    this.read()
    void this.flush()
  }

  #end(): void {
    getSocket().off('chat.lines', this.#onLines)
    getSocket().off('ready', this.#onBack)
    window.removeEventListener('online', this.#onBack)
    clearTimeout(this.#gapTimer)
  }

  async #readAll(): Promise<void> {
    for (let more = true; more; ) {
      const after = this.#view.chat.rev
      const answer = await getJson<ChatPage>(after === null ? this.#url : `${this.#url}?after=${after}`)
      if (!answer.ok) {
        this.#show({ failure: answer.code ?? 'unexpected' })
        if (isPassing(answer.code)) this.#readLater()
        return
      }
      const { lines, rev, open, mayWrite, mayModerate } = answer.value
      this.#show({ rights: { open, mayWrite, mayModerate }, failure: null })
      this.#step(after === null ? { type: 'newest', lines, rev, more: answer.value.more } : { type: 'changes', lines, after, rev })
      more = after !== null && answer.value.more
    }
  }

  /** What could not be read for now: nothing else would say that it can be. */
  #readLater(): void {
    clearTimeout(this.#gapTimer)
    if (this.#listeners.size > 0) this.#gapTimer = setTimeout(this.read, RETRY_MAX_MS)
  }

  #step(event: ChatEvent): void {
    const before = this.#view.chat
    const chat = stepChat(before, event)
    if (chat === before) return
    keepOutgoing(this.memberId, this.sessionId, before.outgoing, chat.outgoing)
    this.#show({ chat })
    clearTimeout(this.#gapTimer)
    if (isBehind(chat)) this.#gapTimer = setTimeout(this.read, GAP_WAIT_MS)
  }

  #show(change: Partial<ChatView>): void {
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener()
  }
}
