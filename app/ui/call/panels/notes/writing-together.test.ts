// @vitest-environment happy-dom
import { toBase64 } from 'lib0/buffer'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { expect, test, vi } from 'vitest'
import { ySyncPlugin } from 'y-prosemirror'
import * as Y from 'yjs'
import type { OpenedNotes } from '#rooms/notes/contract.ts'
import { createCompositionGate } from './composition-gate.ts'
import { keepStoredMarks } from './keep-stored-marks.ts'
import { createNotesLink } from './notes-link.ts'
import { notesSchema } from './notes-schema.ts'

function write(doc: Y.Doc, ...lines: string[]): void {
  const paragraphs = lines.map((line) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(line)])
    return paragraph
  })
  doc.getXmlFragment('notes').insert(0, paragraphs)
}

/** Another's letter at the beginning of a line, as it comes by the wire. */
function letterOf(doc: Y.Doc, line: number): Uint8Array {
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(other)
  const paragraph = other.getXmlFragment('notes').get(line) as Y.XmlElement
  ;(paragraph.get(0) as Y.XmlText).insert(0, '!')
  return Y.encodeStateAsUpdate(other, before)
}

test('bold that is switched on for the next letter stays so when somebody else writes', () => {
  const doc = new Y.Doc()
  write(doc, 'one', 'two')
  const place = document.createElement('div')
  const view: EditorView = new EditorView(place, {
    state: EditorState.create({ schema: notesSchema, plugins: [ySyncPlugin(doc.getXmlFragment('notes'))] }),
    dispatchTransaction(this: EditorView, transaction) {
      this.updateState(this.state.apply(keepStoredMarks(this.state, transaction)))
    },
  })
  view.dispatch(view.state.tr.setSelection(TextSelection.atEnd(view.state.doc)))
  view.dispatch(view.state.tr.setStoredMarks([notesSchema.marks.strong.create()]))
  Y.applyUpdate(doc, letterOf(doc, 0), 'server')
  expect(view.state.doc.textContent).toBe('!onetwo')
  view.dispatch(view.state.tr.insertText('x'))
  expect(view.state.doc.toString()).toContain('"two", strong("x")')
  view.destroy()
})

test('a word that is being composed goes out once it stands, and nothing of others comes between its letters', async () => {
  vi.useFakeTimers()
  // Whichever of the two has the smaller id: Yjs puts its letters first.
  for (const [mine, theirs] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const doc = new Y.Doc()
    write(doc, 'one')
    doc.clientID = mine
    const other = new Y.Doc()
    other.clientID = theirs
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    const lineOf = (of: Y.Doc) => (of.getXmlFragment('notes').get(0) as Y.XmlElement).get(0) as Y.XmlText
    const gate = createCompositionGate()
    const opened = { update: toBase64(Y.encodeStateAsUpdate(doc)), stateVector: toBase64(Y.encodeStateVector(doc)), mayEdit: true }
    const server = {
      open: vi.fn(async () => ({ ok: true as const, value: { ...opened, endedAt: null } as OpenedNotes })),
      write: vi.fn(async (update: Uint8Array) => {
        Y.applyUpdate(other, update)
        return { ok: true as const, value: null }
      }),
    }
    const link = createNotesLink(doc, server, { recall: () => [], keep: () => {} }, [1], gate)
    await link.open()
    gate.begin()
    lineOf(doc).insert(3, 'に')
    await vi.advanceTimersByTimeAsync(1_000)
    expect([server.write.mock.calls.length, link.getStatus().unsent]).toEqual([0, true])
    const before = Y.encodeStateVector(other)
    lineOf(other).insert(3, 'abc')
    link.told(toBase64(Y.encodeStateAsUpdate(other, before)))
    lineOf(doc).insert(4, 'ほ')
    lineOf(doc).insert(5, 'ん')
    gate.end()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(['oneにほんabc', 'oneabcにほん']).toContain(lineOf(doc).toString())
    expect(lineOf(other).toString()).toBe(lineOf(doc).toString())
    expect(link.getStatus().unsent).toBe(false)
    link.close()
  }
  vi.useRealTimers()
})

test('what others write waits until a word that is being composed stands, and comes in its order', async () => {
  vi.useFakeTimers()
  const doc = new Y.Doc()
  write(doc, 'one')
  const gate = createCompositionGate()
  const server = { open: vi.fn(), write: vi.fn() }
  const link = createNotesLink(doc, server, { recall: () => [], keep: () => {} }, [1], gate)
  const words = () => doc.getXmlFragment('notes').toString()
  gate.begin()
  link.told(toBase64(letterOf(doc, 0)))
  link.told(toBase64(letterOf(doc, 0)))
  expect(words()).toContain('>one<')
  // Another word begins at once.
  gate.end()
  gate.begin()
  vi.runAllTimers()
  expect(words()).toContain('>one<')
  gate.end()
  vi.runAllTimers()
  expect(words()).toContain('>!!one<')
  link.told(toBase64(letterOf(doc, 0)))
  expect(words()).toContain('>!!!one<')
  link.close()
  vi.useRealTimers()
})
