// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { act } from 'react-dom/test-utils'
import { expect, test, vi } from 'vitest'
import { guardComposing } from './guard-composing.ts'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
guardComposing(window)

/** The kinds of keys that an input method takes for itself. */
const composing = {
  'in the middle of a word': { isComposing: true },
  'as Chromium on Windows says it': { key: 'Process', keyCode: 229, isComposing: true },
  'as Safari says it, after the word has ended': { keyCode: 229 },
}

/** Every way in which a page can listen to a key of `target`; the answer is who heard. */
async function listenAround(markup: 'input' | 'editor') {
  const heard: string[] = []
  const hear = (who: string) => () => void heard.push(who)
  const place = document.body.appendChild(document.createElement('div'))
  await act(async () =>
    createRoot(place).render(
      // biome-ignore lint/a11y/noStaticElementInteractions: a handler around a field, as panels have them
      <div onKeyDown={hear('around, React')} onKeyUp={hear('around, up')}>
        {markup === 'input' ? <input onKeyDown={hear('own, React')} /> : <div contentEditable suppressContentEditableWarning />}
      </div>,
    ),
  )
  const target = place.querySelector<HTMLElement>('input, [contenteditable]')
  if (!target) throw new Error('not drawn')
  target.addEventListener('keydown', hear('own'))
  target.addEventListener('keydown', hear('own, capturing'), { capture: true })
  document.addEventListener('keydown', hear('document'))
  document.addEventListener('keydown', hear('document, capturing'), { capture: true })
  window.addEventListener('keydown', hear('window'))
  window.addEventListener('keydown', hear('window, capturing'), { capture: true })
  return { target, heard }
}

for (const [when, as] of Object.entries(composing)) {
  for (const key of ['Escape', 'Enter', 'm']) {
    test(`no handler hears ${key} of an input method, ${when}; the key itself is heard`, async () => {
      const { target, heard } = await listenAround('input')
      for (const type of ['keydown', 'keyup'])
        target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, ...as }))
      expect(heard).toEqual([])
      for (const type of ['keydown', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }))
      expect(heard.toSorted()).toEqual(
        [
          'own, React',
          'own',
          'own, capturing',
          'around, React',
          'around, up',
          'document',
          'document, capturing',
          'window',
          'window, capturing',
        ].toSorted(),
      )
    })
  }
}

test('an editor hears the keys of an input method, and what is around it does not', async () => {
  const { target, heard } = await listenAround('editor')
  for (const as of Object.values(composing)) {
    heard.length = 0
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true, ...as }))
    expect(heard.filter((who) => !who.includes('capturing'))).toEqual(['own'])
  }
  heard.length = 0
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(heard).toContain('around, React')
})

test('a dialog is not cancelled in the middle of a word; after it, and after a field that went away, it is', () => {
  const dialog = document.body.appendChild(document.createElement('dialog'))
  const field = dialog.appendChild(document.createElement('input'))
  const cancel = () => dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
  const compose = (type: string) => field.dispatchEvent(new CompositionEvent(type, { bubbles: true }))
  compose('compositionstart')
  expect(cancel()).toBe(false)
  const giveUp = new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, cancelable: true })
  field.dispatchEvent(giveUp)
  expect(giveUp.defaultPrevented).toBe(true)
  compose('compositionend')
  expect(cancel()).toBe(true)
  compose('compositionstart')
  field.remove()
  dialog.appendChild(document.createElement('button')).dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  expect(cancel()).toBe(true)
})
