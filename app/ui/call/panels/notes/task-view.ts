import type { Node } from 'prosemirror-model'
import type { EditorView, NodeView } from 'prosemirror-view'

/** A line with a check-box that is a real one: to be clicked, and reached by the keyboard (Mod-Enter ticks it from within the line). */
export function viewTask(first: Node, view: EditorView, getPos: () => number | undefined): NodeView {
  const dom = document.createElement('li')
  const box = document.createElement('input')
  const contentDOM = document.createElement('div')
  box.type = 'checkbox'
  box.contentEditable = 'false'
  dom.className = 'task'
  dom.append(box, contentDOM)
  const show = (node: Node) => {
    box.checked = node.attrs['checked'] === true
    box.disabled = !view.editable
    box.setAttribute('aria-label', node.textContent || '…')
    dom.dataset['checked'] = String(box.checked)
  }
  box.addEventListener('change', () => {
    const position = getPos()
    if (position !== undefined && view.editable) view.dispatch(view.state.tr.setNodeAttribute(position, 'checked', box.checked))
  })
  show(first)
  return {
    dom,
    contentDOM,
    update(node) {
      if (node.type !== first.type) return false
      show(node)
      return true
    },
    stopEvent: (event) => event.target === box,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  }
}
