import { chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import type { MarkType, NodeType, ResolvedPos } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { redoCommand, undoCommand } from 'y-prosemirror'
import { notesSchema } from './notes-schema.ts'

const { nodes, marks } = notesSchema

export type ListName = 'bullet_list' | 'ordered_list' | 'task_list'

/** The innermost list around the selection. */
function listAround({ selection: { $from } }: EditorState): NodeType | null {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name.endsWith('_list')) return $from.node(depth).type
  return null
}

export const isInList = (state: EditorState, name: ListName) => listAround(state) === nodes[name]

export function isInBlock({ selection: { $from } }: EditorState, name: 'heading' | 'blockquote', level?: number): boolean {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type === nodes[name] && (level === undefined || node.attrs['level'] === level)) return true
  }
  return false
}

export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type)
}

const liftItem = chainCommands(liftListItem(nodes.list_item), liftListItem(nodes.task_item))

/** Makes lines a list of this kind, or lines again; in a list of another kind, changes the kind. */
export function toggleList(name: ListName): Command {
  return (state, dispatch, view) => {
    const around = listAround(state)
    if (around === nodes[name]) return liftItem(state, dispatch, view)
    if (!around) return wrapInList(nodes[name])(state, dispatch)
    return changeList(name)(state, dispatch)
  }
}

function changeList(name: ListName): Command {
  return ({ selection: { $from }, tr }, dispatch) => {
    const changed = withListOf(tr, $from, name)
    if (changed) dispatch?.(changed.scrollIntoView())
    return changed !== null
  }
}

/** The list around a place as one of another kind, with the cursor where it was; null where there is no list. */
function withListOf(tr: Transaction, $place: ResolvedPos, name: ListName): Transaction | null {
  for (let depth = $place.depth; depth > 0; depth--) {
    const list = $place.node(depth)
    if (!list.type.name.endsWith('_list')) continue
    const itemType = name === 'task_list' ? nodes.task_item : nodes.list_item
    const items = list.content.content.map((child) => itemType.create(null, child.content))
    const at = $place.before(depth)
    tr.replaceWith(at, at + list.nodeSize, nodes[name].create(null, items))
    return tr.setSelection(TextSelection.near(tr.doc.resolve($place.pos)))
  }
  return null
}

export const toggleHeading = (level: number): Command => {
  return (state, dispatch, view) =>
    isInBlock(state, 'heading', level)
      ? setBlockType(nodes.paragraph)(state, dispatch, view)
      : setBlockType(nodes.heading, { level })(state, dispatch, view)
}

export const toggleQuote: Command = (state, dispatch, view) =>
  isInBlock(state, 'blockquote') ? lift(state, dispatch, view) : wrapIn(nodes.blockquote)(state, dispatch, view)

/** Ticks the check-box of the line that the cursor is in, or takes the tick away. */
export const toggleTick: Command = ({ selection: { $from }, tr }, dispatch) => {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type !== nodes.task_item) continue
    dispatch?.(tr.setNodeAttribute($from.before(depth), 'checked', !node.attrs['checked']))
    return true
  }
  return false
}

const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
})

/** Keys beside those of every editor. Tab indents in a list only: elsewhere it goes on to the next thing on the page. */
export const notesKeys: Record<string, Command> = {
  'Mod-z': undoCommand,
  'Mod-y': redoCommand,
  'Mod-Shift-z': redoCommand,
  'Mod-b': toggleMark(marks.strong),
  'Mod-i': toggleMark(marks.em),
  'Mod-Enter': toggleTick,
  'Shift-Enter': lineBreak,
  Enter: chainCommands(splitListItem(nodes.list_item), splitListItem(nodes.task_item, { checked: false })),
  Tab: chainCommands(sinkListItem(nodes.list_item), sinkListItem(nodes.task_item)),
  'Shift-Tab': liftItem,
}

/** `**so**` becomes bold as the last star is typed. */
function markRule(pattern: RegExp, type: MarkType): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const [whole, before = '', words = ''] = match
    const from = start + before.length
    const opening = whole.indexOf(words, before.length) - before.length
    // The last sign is not in the document yet.
    return state.tr
      .delete(from + opening + words.length, end)
      .delete(from, from + opening)
      .addMark(from, from + words.length, type.create())
      .removeStoredMark(type)
  })
}

/** What people type who know Markdown: it becomes what it means. */
export const notesRules = () =>
  inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 1 })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      // In a list of points too, `[] ` makes check-boxes.
      new InputRule(/^\s*\[ ?\]\s$/, (state, _match, start, end) => {
        const tr = state.tr.delete(start, end)
        return withListOf(tr, tr.doc.resolve(start), 'task_list')
      }),
      wrappingInputRule(/^\s*\[ ?\]\s$/, nodes.task_list),
      wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
      wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
      markRule(/(^|[^*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
      markRule(/(^|[^*])\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.em),
    ],
  })
