import * as Y from 'yjs'
import { log } from '#platform/log.server.ts'

/** Whether these bytes are a Yjs update: they come from a browser. */
export function isUpdate(bytes: Uint8Array): boolean {
  try {
    Y.decodeUpdate(bytes)
    return true
  } catch {
    return false
  }
}

/** Many updates as one. One that fits none of the others, though it was one by itself, is left out rather than the rest lost. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  try {
    return Y.mergeUpdates([...updates])
  } catch (error) {
    log.error({ error }, 'an update of the notes cannot be merged, and is left out')
    return updates.reduce((merged, update) => {
      try {
        return Y.mergeUpdates([merged, update])
      } catch {
        return merged
      }
    }, Y.encodeStateAsUpdate(new Y.Doc()))
  }
}
