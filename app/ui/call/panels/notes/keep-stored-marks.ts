import type { EditorState, Transaction } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'

interface SyncMeta {
  isChangeOrigin?: boolean
  isUndoRedoOperation?: boolean
}

/**
 * Keeps the marks that were switched on for the next letter through a change that somebody else made: y-prosemirror writes the document
 * anew for each, and ProseMirror forgets such marks with every change of the document.
 */
export function keepStoredMarks(state: EditorState, transaction: Transaction): Transaction {
  const meta = transaction.getMeta(ySyncPluginKey) as SyncMeta | undefined
  const isOfOthers = meta?.isChangeOrigin === true && meta.isUndoRedoOperation !== true
  return isOfOthers && state.storedMarks && transaction.selection.empty ? transaction.setStoredMarks(state.storedMarks) : transaction
}
