import { separateBlocks } from './separate-blocks.ts'

/** Where an item of a list of Word's stands, in the style of its paragraph. */
const WORD_LEVEL = /mso-list:[^;]*\blevel(\d+)/i

/**
 * What was copied elsewhere, as HTML that the notes can read: Word's lists, which are paragraphs, become lists, and check-boxes become
 * the notes' own, and tables become lines. All else (fonts, colours, sizes, what is hidden) is left out by the notes' schema.
 */
export function cleanPasted(html: string): string {
  const { body } = new DOMParser().parseFromString(withoutNoise(html), 'text/html')
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('p[style*="mso-list" i]')]) {
    if (levelOf(paragraph) && !levelOf(paragraph.previousElementSibling)) listFrom(paragraph)
  }
  for (const item of body.querySelectorAll('li')) markTask(item)
  separateBlocks(body)
  return body.innerHTML
}

/** Comments, among them the conditions that Word writes, and its empty elements. */
const withoutNoise = (html: string) => html.replace(/<!--[\s\S]*?-->|<!\[[^\]]*\]>|<\/?o:p[^>]*>/gi, '')

function levelOf(element: Element | null): number {
  const found = element?.tagName === 'P' ? WORD_LEVEL.exec(element.getAttribute('style') ?? '') : null
  return Number(found?.[1] ?? 0)
}

/** Makes a list, with lists in it, of a paragraph and of those that go on after it. */
function listFrom(first: HTMLElement): void {
  const open: HTMLElement[] = []
  let paragraph: Element | null = first
  while (paragraph && levelOf(paragraph) > 0) {
    const next: Element | null = paragraph.nextElementSibling
    const level = levelOf(paragraph)
    const marker = [...paragraph.querySelectorAll('span')].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''))
    const isNumbered = /[\p{L}\p{N}]+[.)]/u.test(marker?.textContent ?? '') && !/^o\s*$/.test(marker?.textContent?.trim() ?? '')
    marker?.remove()
    open.length = Math.min(open.length, level)
    while (open.length < level) {
      const list = document.createElement(isNumbered ? 'ol' : 'ul')
      const above = open.at(-1)
      if (above) (above.lastElementChild ?? above.appendChild(document.createElement('li'))).append(list)
      else paragraph.before(list)
      open.push(list)
    }
    const item = document.createElement('li')
    const text = document.createElement('p')
    text.append(...paragraph.childNodes)
    item.append(text)
    open.at(-1)?.append(item)
    paragraph.remove()
    paragraph = next
  }
}

/** An item that begins with a check-box, a real one or one that is only shown. */
function markTask(item: Element): void {
  const box = item.querySelector(':scope > input[type="checkbox"], :scope > :is(p, label) > input[type="checkbox"], :scope > .tick')
  if (!box || !item.parentElement) return
  const isDone = box.matches('input') ? box.hasAttribute('checked') : box.textContent === '☑'
  item.setAttribute('data-checked', String(isDone))
  item.parentElement.setAttribute('data-tasks', '')
  box.remove()
}
