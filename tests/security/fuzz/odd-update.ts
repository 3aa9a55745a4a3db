import * as Y from 'yjs'
import { mutate, type Random } from './random.ts'

/** A Yjs update of a kind that an editor makes, or nearly: with other bytes, cut off, or only looking like one. */
export function oddUpdate(random: Random): Buffer {
  if (random.chance(0.1)) return random.bytes(random.below(300))
  const doc = new Y.Doc()
  doc.clientID = random.chance(0.8) ? 1 + random.below(20) : random.below(2 ** 32)
  const notes = doc.getXmlFragment(random.chance(0.9) ? 'notes' : random.pick(['', 'chat', '__proto__']))
  for (let count = random.below(6); count >= 0; count--) {
    const element = new Y.XmlElement(random.pick(['paragraph', 'heading', 'task_item', 'bullet_list', 'script', '__proto__', '']))
    element.setAttribute(
      random.pick(['level', 'checked', 'href', 'onclick']),
      random.pick(['1', 'true', 'javascript:alert(1)', '99999999999', '']),
    )
    const text = new Y.XmlText()
    text.insert(
      0,
      random.pick(['Hello', '\ud800', '\u0000', 'x'.repeat(2_000), '@[Ana](x)', '']),
      random.chance(0.3) ? { [random.pick(['strong', 'link', 'x'])]: random.pick([{}, null, { href: 'javascript:1' }]) } : {},
    )
    element.insert(0, [text])
    notes.insert(notes.length === 0 ? 0 : random.below(notes.length), [element])
    if (random.chance(0.2)) notes.delete(0, 1)
  }
  if (random.chance(0.1)) nest(random, notes)
  const update = Buffer.from(Y.encodeStateAsUpdate(doc))
  return random.chance(0.5) ? mutate(random, update) : update
}

function nest(random: Random, notes: Y.XmlFragment): void {
  let into: Y.XmlFragment | Y.XmlElement = notes
  for (let depth = random.below(300); depth > 0; depth--) {
    const element = new Y.XmlElement(random.pick(['blockquote', 'bullet_list', 'list_item']))
    into.insert(0, [element])
    into = element
  }
}
