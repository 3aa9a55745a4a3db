/** What browsers say of a key that an input method takes for itself. */
const TAKEN_BY_INPUT_METHOD = 229

/**
 * Whether a key belongs to the input method with which somebody composes a word (Japanese, Chinese, dead keys), and not to the page.
 * Safari sends the Enter that ends a word after `compositionend`: only its code tells then.
 */
export const belongsToInputMethod = (event: KeyboardEvent) => event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD

/**
 * Keeps the keys of input methods from every handler of the page, those of React and those that are yet to be written. Escape that
 * gives a word up closes nothing, Enter that takes one sends nothing. What the browser itself does with the key stays as it is,
 * but that Escape closes no `<dialog>` either.
 *
 * Call it once, before anything else listens to keys.
 */
export function guardComposing(page: Window): void {
  let composing = false
  const options = { capture: true }
  page.addEventListener('compositionstart', () => (composing = true), options)
  page.addEventListener('compositionend', () => (composing = false), options)
  // A field that is taken away in the middle of a word tells of no end.
  page.addEventListener('focusin', () => (composing = false), options)
  page.addEventListener('cancel', (event) => composing && event.preventDefault(), options)

  const keep = (event: KeyboardEvent) => {
    if (!belongsToInputMethod(event)) return
    if (event.key === 'Escape') event.preventDefault()
    // An editor knows about composing, and counts these keys: it gets them, and nobody around it does.
    const editor = event.target instanceof Element ? event.target.closest('[contenteditable="true"]') : null
    if (editor) editor.addEventListener(event.type, (arrived) => arrived === event && arrived.stopPropagation(), { once: true })
    else event.stopImmediatePropagation()
  }
  for (const type of ['keydown', 'keyup'] as const) page.addEventListener(type, keep, options)
}
