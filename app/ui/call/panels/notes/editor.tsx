import { baseKeymap } from 'prosemirror-commands'
import { keydownHandler } from 'prosemirror-keymap'
import { type Command, type EditorState, Plugin, EditorState as State } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useRef, useState } from 'react'
import { yCursorPlugin, ySyncPlugin, ySyncPluginKey, yUndoPlugin } from 'y-prosemirror'
import type { Doc } from 'yjs'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { belongsToInputMethod } from '#app/ui/kit/guard-composing.ts'
import type { CompositionGate } from './composition-gate.ts'
import { keepStoredMarks } from './keep-stored-marks.ts'
import { notesKeys, notesRules } from './notes-commands.ts'
import { buildCursor, buildSelection, type createNotesCursors } from './notes-cursors.ts'
import { notesSchema } from './notes-schema.ts'
import { cleanPasted } from './paste.ts'
import { viewTask } from './task-view.ts'
import { Toolbar } from './toolbar.tsx'

const useText = textsOf('notes')

/** As the server has them (rooms/notes/contract.ts); a test says so. */
export const NOTES_LETTERS_MAX = 100_000
export const NOTES_FRAGMENT = 'notes'
const TOLD_FROM = 0.9 * NOTES_LETTERS_MAX

/** ProseMirror leaves a word that is being composed alone, but knows only Safari's way of ending one by a key. */
function keys(bindings: Record<string, Command>): Plugin {
  const handle = keydownHandler(bindings)
  return new Plugin({ props: { handleKeyDown: (view, event) => !belongsToInputMethod(event) && handle(view, event) } })
}

interface EditorProps {
  doc: Doc
  cursors: ReturnType<typeof createNotesCursors>
  gate: CompositionGate
  editable: boolean
  focus: boolean
  /** Makes an action of these words; undefined: it could belong to nothing yet. */
  onMakeAction: ((words: string) => void) | undefined
}

/** Where notes are written: ProseMirror on the shared document, with everybody's cursors. */
export function Editor({ doc, cursors, gate, editable, focus, onMakeAction }: EditorProps) {
  const { notes } = useText()
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<EditorView | null>(null)
  const [state, setState] = useState<EditorState | null>(null)
  const mayWrite = useRef(editable)
  mayWrite.current = editable
  const first = useRef({ focus, label: notes.label })

  useEffect(() => {
    if (!place.current) return
    const created = new EditorView(place.current, {
      state: State.create({
        schema: notesSchema,
        plugins: [
          ySyncPlugin(doc.getXmlFragment(NOTES_FRAGMENT)),
          yCursorPlugin(cursors.awareness, { cursorBuilder: buildCursor, selectionBuilder: buildSelection }),
          yUndoPlugin(),
          notesRules(),
          keys(notesKeys),
          keys(baseKeymap),
        ],
      }),
      editable: () => mayWrite.current,
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': first.current.label,
        class: 'prose notes outline-none',
        id: 'notes-text',
      },
      nodeViews: { task_item: viewTask },
      handleDOMEvents: {
        compositionstart: () => gate.begin(),
        compositionend: () => gate.end(),
      },
      transformPastedHTML: cleanPasted,
      // The document is shown while the editor is being made: it is not there yet by its name.
      dispatchTransaction(this: EditorView, transaction) {
        // y-prosemirror still tells of cursors, by a timer, when the editor is gone already.
        if (this.isDestroyed) return
        // One's own writing stops at the limit; what others wrote is theirs.
        const grows = transaction.doc.content.size > this.state.doc.content.size
        if (grows && transaction.doc.content.size > NOTES_LETTERS_MAX && !transaction.getMeta(ySyncPluginKey)) return
        this.updateState(this.state.apply(keepStoredMarks(this.state, transaction)))
        setState(this.state)
      },
    })
    setView(created)
    setState(created.state)
    if (first.current.focus && mayWrite.current) created.focus()
    return () => {
      created.destroy()
      gate.open()
      setView(null)
    }
  }, [doc, cursors, gate])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor asks whether it may be written in when its state is set
  useEffect(() => {
    view?.setProps({})
  }, [view, editable])

  const size = state?.doc.content.size ?? 0
  const isEmpty = state !== null && state.doc.childCount === 1 && state.doc.firstChild?.type.name === 'paragraph' && size === 2
  return (
    <>
      {editable && view && state && <Toolbar view={view} state={state} onMakeAction={onMakeAction} />}
      <div className="relative min-h-0 flex-1 overflow-y-auto px-3 py-2">
        {isEmpty && (
          <p className="pointer-events-none absolute inset-x-3 top-2 text-faint" aria-hidden>
            {editable ? notes.placeholder : notes.nothingYet}
          </p>
        )}
        <div ref={place} className="flex min-h-full flex-col [&>*]:flex-1" />
      </div>
      {size >= TOLD_FROM && (
        <p role="status" className="tabular px-3 py-1.5 text-sm text-soft">
          {size >= NOTES_LETTERS_MAX - 1
            ? notes.full
            : notes.lettersLeft({ count: NOTES_LETTERS_MAX - size, figure: format.number(NOTES_LETTERS_MAX - size) })}
        </p>
      )}
    </>
  )
}
