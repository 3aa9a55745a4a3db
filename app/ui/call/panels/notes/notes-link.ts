import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { isPassing } from '#app/http/passing.ts'
import type { OpenedNotes } from '#rooms/notes/contract.ts'
import { type CompositionGate, createCompositionGate } from './composition-gate.ts'

type Answer<T> = { ok: true; value: T } | { ok: false; code: string }

/** The server, as the notes ask it. */
export interface NotesServer {
  open(stateVector: string): Promise<Answer<OpenedNotes>>
  write(update: Uint8Array): Promise<Answer<unknown>>
}

/** Where what is not acknowledged yet survives a reload. */
export interface NotesStore {
  /** What was left behind by this browser, if anything; `forget` once it is acknowledged. */
  recall(): { update: Uint8Array; forget: () => void }[]
  keep(update: Uint8Array | null): void
}

export interface NotesStatus {
  /** `connecting` until the notes were read for the first time; then `live`, or `away` while the server cannot be reached. */
  phase: 'connecting' | 'live' | 'away'
  mayEdit: boolean
  endedAt: string | null
  /** Something that was written here is not acknowledged yet. */
  unsent: boolean
  /** Why the server takes nothing (a code of ours); null: it does. */
  refusal: string | null
}

/** Told changes carry it as their origin: they are not sent back. */
const FROM_SERVER = 'server'
const RETRY_PAUSES_MS = [500, 1_000, 2_000, 5_000]

/**
 * Keeps a Yjs document and the server's in step, both ways, through lost connections and restarts on either side. Nothing that was
 * written here is let go of before the server acknowledged it; sending it twice changes nothing. The gate holds what others wrote, and what is
 * written here, while a word is being composed.
 */
export function createNotesLink(
  doc: Y.Doc,
  server: NotesServer,
  store: NotesStore,
  pausesMs: readonly number[] = RETRY_PAUSES_MS,
  gate: Pick<CompositionGate, 'pass'> = createCompositionGate(),
) {
  let status: NotesStatus = { phase: 'connecting', mayEdit: false, endedAt: null, unsent: false, refusal: null }
  let pending: Uint8Array[] = []
  let recalled: (() => void)[] = []
  let sending = false
  let waitsForWord = false
  let failures = 0
  let closed = false
  let opening = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const update = (change: Partial<NotesStatus>) => {
    status = { ...status, ...change }
    for (const listener of listeners) listener()
  }

  const keep = () => {
    store.keep(pending.length > 0 ? Y.mergeUpdates(pending) : null)
    if (status.unsent !== pending.length > 0) update({ unsent: pending.length > 0 })
  }

  const onUpdate = (bytes: Uint8Array, origin: unknown) => {
    if (origin === FROM_SERVER) return
    pending.push(bytes)
    keep()
    // Where the server takes no more: what was deleted meanwhile weighs nothing in what is sent next.
    if (status.refusal) void open()
    else send()
  }
  doc.on('update', onUpdate)

  const later = (work: () => void) => {
    clearTimeout(timer)
    const pauseMs = pausesMs[Math.min(failures++, pausesMs.length - 1)]
    timer = setTimeout(work, pauseMs)
  }

  /** A word that is being composed goes out once it stands: of its letters one by one, others' could come in between. */
  function send(): void {
    if (waitsForWord) return
    waitsForWord = true
    gate.pass(() => {
      waitsForWord = false
      void sendNow()
    })
  }

  async function sendNow(): Promise<void> {
    if (closed || sending || status.phase !== 'live' || pending.length === 0) return
    sending = true
    // A copy: what is written while it is on its way waits for the next one.
    const batch = [...pending]
    const answer = await server.write(Y.mergeUpdates(batch))
    sending = false
    if (closed) return
    if (answer.ok) {
      failures = 0
      pending = pending.slice(batch.length)
      for (const forget of recalled.splice(0)) forget()
      keep()
      if (status.refusal) update({ refusal: null })
      send()
    } else if (isPassing(answer.code)) later(() => void open())
    else update({ refusal: answer.code })
  }

  /** Reads what is missing here, and sends what is missing there: at the beginning, and whenever the connection is back. */
  async function open(): Promise<void> {
    if (closed) return
    const round = ++opening
    const answer = await server.open(toBase64(Y.encodeStateVector(doc)))
    if (closed || round !== opening) return
    if (!answer.ok) {
      if (!isPassing(answer.code)) return update({ refusal: answer.code, mayEdit: false })
      return later(() => void open())
    }
    const { value } = answer
    if (status.phase === 'connecting') recall()
    take(value.update)
    update({ phase: 'live', mayEdit: value.mayEdit, endedAt: value.endedAt })
    if (!sending && (pending.length > 0 || isAhead(doc, value.stateVector))) {
      pending = [Y.encodeStateAsUpdate(doc, fromBase64(value.stateVector))]
      keep()
    }
    send()
  }

  function take(bytes: string): void {
    gate.pass(() => {
      if (closed) return
      Y.applyUpdate(doc, fromBase64(bytes), FROM_SERVER)
      // It builds on something that was not told: read it.
      if (doc.store.pendingStructs && status.phase === 'live') void open()
    })
  }

  function recall(): void {
    for (const { update: left, forget } of store.recall()) {
      Y.applyUpdate(doc, left, FROM_SERVER)
      pending.push(left)
      recalled = [...recalled, forget]
    }
    keep()
  }

  return {
    getStatus: () => status,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open,
    /** An update of somebody's (or one's own, come back). */
    told(bytes: string): void {
      take(bytes)
    },
    /** The connection is lost: what is written goes on being kept here. */
    lost(): void {
      opening++
      if (status.phase === 'live') update({ phase: 'away' })
    },
    ended: () => void open(),
    close(): void {
      closed = true
      clearTimeout(timer)
      doc.off('update', onUpdate)
      listeners.clear()
    },
  }
}

/** Whether the document has something that a state vector does not. */
function isAhead(doc: Y.Doc, stateVector: string): boolean {
  const there = Y.decodeStateVector(fromBase64(stateVector))
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) if ((there.get(client) ?? 0) < clock) return true
  return false
}
