import * as Y from 'yjs'
import { NOTES_FRAGMENT } from './contract.ts'
import { serializeNotes } from './serialize-notes.server.ts'

/** Whether these bytes are a Yjs update: they come from a browser. */
export function isUpdate(bytes: Uint8Array): boolean {
  try {
    Y.decodeUpdate(bytes)
    return true
  } catch {
    return false
  }
}

export interface Merged {
  state: Uint8Array
  /** How many updates fit none of the others, though each was one by itself: they are left out rather than the rest lost. */
  leftOut: number
}

/** Many updates as one. */
export function mergeUpdates(updates: readonly Uint8Array[]): Merged {
  try {
    return { state: Y.mergeUpdates([...updates]), leftOut: 0 }
  } catch {
    let leftOut = 0
    let state = Y.encodeStateAsUpdate(new Y.Doc())
    for (const update of updates) {
      try {
        state = Y.mergeUpdates([state, update])
      } catch {
        leftOut++
      }
    }
    return { state, leftOut }
  }
}

/** What a browser misses that has what its state vector says (empty: nothing), and what there is; null where that is no state vector. */
export function readMissing({ updates, stateVector }: { updates: readonly Uint8Array[]; stateVector: Uint8Array }) {
  const { state, leftOut } = mergeUpdates(updates)
  const update = stateVector.length > 0 ? findMissing(state, stateVector) : state
  return update && { update, stateVector: Y.encodeStateVectorFromUpdate(state), leftOut }
}

function findMissing(state: Uint8Array, stateVector: Uint8Array): Uint8Array | null {
  try {
    return Y.diffUpdate(state, stateVector)
  } catch {
    return null
  }
}

/** The notes as they are kept, and as they are read; `reading` is null where a browser made something of them that cannot be read. */
export function closeDocument(updates: readonly Uint8Array[]) {
  const merged = mergeUpdates(updates)
  try {
    // In a document, and not only merged: what was deleted is let go of.
    const doc = new Y.Doc()
    Y.applyUpdate(doc, merged.state)
    return { ...merged, state: Y.encodeStateAsUpdate(doc), reading: serializeNotes(doc.getXmlFragment(NOTES_FRAGMENT)) }
  } catch {
    return { ...merged, reading: null }
  }
}
