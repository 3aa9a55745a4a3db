import { toggleMark } from 'prosemirror-commands'
import { type Command, type EditorState, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { redoCommand, undoCommand } from 'y-prosemirror'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import {
  Bold,
  CircleCheck,
  Heading,
  type Icon,
  Italic,
  Link,
  List,
  ListChecks,
  ListOrdered,
  Quote,
  Redo2,
  Undo2,
} from '#app/ui/kit/icons.tsx'
import { hasMark, isInBlock, isInList, toggleHeading, toggleList, toggleQuote } from './notes-commands.ts'
import { notesSchema, safeHref } from './notes-schema.ts'

const useText = textsOf('common', 'feed', 'notes')

interface Tool {
  name: string
  icon: Icon
  command: Command
  /** Undefined: a deed, and no switch. */
  on?: (state: EditorState) => boolean
}

const { marks } = notesSchema

/** The notes' tools. One stop for Tab; arrow keys go from tool to tool, as the ARIA practices' toolbar does. */
export function Toolbar({
  view,
  state,
  onMakeAction,
}: {
  view: EditorView
  state: EditorState
  /** Makes an action of these words; undefined: there is no thread yet that it could belong to. */
  onMakeAction?: ((words: string) => void) | undefined
}) {
  const { feed, notes } = useText()
  const [linking, setLinking] = useState(false)
  const [stop, setStop] = useState(0)
  const bar = useRef<HTMLDivElement>(null)
  const tools: Tool[] = [
    { name: notes.tools.bold, icon: Bold, command: toggleMark(marks.strong), on: (now) => hasMark(now, marks.strong) },
    { name: notes.tools.italic, icon: Italic, command: toggleMark(marks.em), on: (now) => hasMark(now, marks.em) },
    { name: notes.tools.heading, icon: Heading, command: toggleHeading(1), on: (now) => isInBlock(now, 'heading') },
    { name: notes.tools.bullets, icon: List, command: toggleList('bullet_list'), on: (now) => isInList(now, 'bullet_list') },
    { name: notes.tools.numbers, icon: ListOrdered, command: toggleList('ordered_list'), on: (now) => isInList(now, 'ordered_list') },
    { name: notes.tools.tasks, icon: ListChecks, command: toggleList('task_list'), on: (now) => isInList(now, 'task_list') },
    { name: notes.tools.quote, icon: Quote, command: toggleQuote, on: (now) => isInBlock(now, 'blockquote') },
    { name: notes.tools.link, icon: Link, command: linkCommand(() => setLinking(true)), on: (now) => hasMark(now, marks.link) },
    ...(onMakeAction ? [{ name: feed.makeAction, icon: CircleCheck, command: actionCommand(onMakeAction) }] : []),
    { name: notes.tools.undo, icon: Undo2, command: undoCommand },
    { name: notes.tools.redo, icon: Redo2, command: redoCommand },
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = (to + tools.length) % tools.length
    setStop(next)
    bar.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div className="border-b border-line">
      <div
        ref={bar}
        role="toolbar"
        tabIndex={-1}
        aria-label={notes.tools.label}
        aria-controls="notes-text"
        onKeyDown={onKeyDown}
        className="flex flex-wrap px-1 py-1"
      >
        {tools.map(({ name, icon: Icon, command, on }, position) => (
          <button
            key={name}
            type="button"
            tabIndex={position === stop ? 0 : -1}
            aria-label={name}
            title={name}
            aria-pressed={on?.(state)}
            // The selection stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onFocus={() => setStop(position)}
            onClick={() => {
              command(view.state, view.dispatch, view)
              if (name !== notes.tools.link && name !== feed.makeAction) view.focus()
            }}
            className={classNames(
              'inline-flex size-7.5 items-center justify-center rounded-lg',
              on?.(state) ? 'bg-accent-soft text-accent' : 'text-soft hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon className="size-4" aria-hidden />
          </button>
        ))}
      </div>
      {linking && <LinkForm view={view} onClose={() => setLinking(false)} />}
    </div>
  )
}

/** Hands on what is selected, else the line in which the cursor stands. */
function actionCommand(make: (words: string) => void): Command {
  return ({ doc, selection: { from, to, $from } }) => {
    make((doc.textBetween(from, to, ' ') || $from.parent.textContent).trim())
    return true
  }
}

/** Takes a link away where there is one, else asks where to. */
function linkCommand(ask: () => void): Command {
  return (state, dispatch) => {
    if (hasMark(state, marks.link)) return toggleMark(marks.link)(state, dispatch)
    ask()
    return true
  }
}

function LinkForm({ view, onClose }: { view: EditorView; onClose: () => void }) {
  const { notes, common } = useText()
  const [wrong, setWrong] = useState(false)
  const draft = useDraft('notes-link')
  const close = () => {
    onClose()
    view.focus()
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const href = safeHref(draft.text)
    if (!href) return setWrong(true)
    const mark = marks.link.create({ href })
    const { from, to, empty } = view.state.selection
    if (empty) {
      const tr = view.state.tr.replaceSelectionWith(notesSchema.text(href, [mark]), false)
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + href.length)).removeStoredMark(mark))
    } else view.dispatch(view.state.tr.addMark(from, to, mark))
    draft.giveUp()
    close()
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-center gap-1.5 px-2 pb-2">
      <input
        name="href"
        value={draft.text}
        onChange={(event) => draft.write(event.target.value)}
        type="url"
        inputMode="url"
        aria-label={notes.linkTo}
        placeholder="https://"
        autoComplete="off"
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? 'notes-link-wrong' : undefined}
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked for a link
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          close()
        }}
        className="h-8 min-w-0 flex-1 rounded-lg bg-sunken px-2 text-sm"
      />
      <Button type="submit" look="outline" size="small">
        {common.add}
      </Button>
      {wrong && (
        <p id="notes-link-wrong" role="alert" className="w-full text-sm font-medium text-danger">
          {notes.linkWrong}
        </p>
      )}
    </form>
  )
}
