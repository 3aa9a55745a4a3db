/** What somebody is writing: its text, what goes with it (to whom, until when), and the key of its attempt, once it was sent. */
export interface KeptDraft {
  text: string
  more: object
  /** The idempotency key under which it was sent and not acknowledged. */
  clientId: string | null
}

/** All that is sent, to tell whether two drafts say the same. */
export const contentOf = ({ text, more }: Pick<KeptDraft, 'text' | 'more'>) => JSON.stringify([text, more])

/** A draft that the server has. */
interface SentDraft {
  key: string
  content: string
  clientId: string | null
}

// A browser without storage keeps a text as long as the page lives.
function quietly<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
const get = (key: string) => quietly(() => localStorage.getItem(key))
const set = (key: string, value: string | null) =>
  void quietly(() => (value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value)))

function parse(value: string | null): KeptDraft | null {
  const kept = quietly(() => JSON.parse(value ?? 'null') as Partial<KeptDraft> | null)
  // What an earlier version of the page kept has neither; its key may have been used.
  return typeof kept?.text === 'string'
    ? { text: kept.text, more: kept.more ?? {}, clientId: kept.more ? (kept.clientId ?? null) : null }
    : null
}

/** Names this tab, also after a reload. */
function tabId(): string {
  const id = quietly(() => sessionStorage.getItem('tab')) ?? crypto.randomUUID()
  void quietly(() => sessionStorage.setItem('tab', id))
  return id
}

const asidesOf = (key: string) => quietly(() => Object.keys(localStorage).filter((each) => each.startsWith(`${key}#`))) ?? []

/**
 * One draft in this browser's storage. Tabs share it until two of them write at once: then the later one keeps its text aside, so that
 * neither overwrites the other's.
 */
export class DraftKeeper {
  readonly key: string
  /** The shared text as this page last saw it. */
  #known: string | null = null

  constructor(key: string) {
    this.key = key
  }

  get #aside(): string {
    return `${this.key}#${tabId()}`
  }

  /** This tab's text, else the shared one, else one that was left aside by a page that is gone. */
  read(): KeptDraft | null {
    this.#known = get(this.key)
    const kept = parse(get(this.#aside)) ?? parse(this.#known)
    if (kept) return kept
    const [left] = asidesOf(this.key)
    const found = left === undefined ? null : parse(get(left))
    if (left !== undefined) set(left, null)
    if (found) this.keep(found)
    return found
  }

  keep(draft: KeptDraft | null): void {
    const value = draft && JSON.stringify(draft)
    const shared = get(this.key)
    if (shared !== null && shared !== this.#known) {
      set(this.#aside, value)
      return
    }
    set(this.key, value)
    this.#known = value
    set(this.#aside, null)
  }

  /** The key under which another tab is sending the same: one of the two attempts is a repetition. */
  findKeyOf(content: string): string | null {
    const shared = parse(get(this.key))
    return shared && contentOf(shared) === content ? shared.clientId : null
  }

  /** Keeps aside what is on its way while the field is free for more. */
  keepOnItsWay(draft: KeptDraft & { clientId: string }): void {
    set(`${this.key}#${draft.clientId}`, JSON.stringify(draft))
  }

  cameBack(clientId: string): void {
    set(`${this.key}#${clientId}`, null)
  }
}

const listeners = new Set<(sent: SentDraft, by: object | null) => void>()
let channel: BroadcastChannel | undefined

/** Hears of drafts that were sent, in this tab (`by`: what `announceSent` was given) or in another one (null). */
export function onSent(listener: (sent: SentDraft, by: object | null) => void): () => void {
  if (!channel && 'BroadcastChannel' in window) {
    channel = new BroadcastChannel('drafts')
    channel.onmessage = ({ data }: MessageEvent<SentDraft>) => {
      for (const each of listeners) each(data, null)
    }
  }
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Forgets a draft that the server has, wherever this browser keeps or shows it. */
export function announceSent(sent: SentDraft, by: object): void {
  for (const key of [sent.key, ...asidesOf(sent.key)]) {
    const kept = parse(get(key))
    if (kept && contentOf(kept) === sent.content) set(key, null)
  }
  for (const each of listeners) each(sent, by)
  channel?.postMessage(sent)
}
