/** Blocks that ProseMirror's parser takes for words in a line, unless they are made a `div`: what is in them would run together. */
const BLOCKS = [
  ...['article', 'caption', 'center', 'dd', 'details', 'dialog', 'dir', 'dl', 'dt', 'fieldset', 'figcaption', 'figure', 'hr'],
  ...[
    'legend',
    'listing',
    'main',
    'menu',
    'nav',
    'optgroup',
    'option',
    'plaintext',
    'pre',
    'search',
    'select',
    'summary',
    'table',
    'tbody',
  ],
  ...['tfoot', 'thead', 'xmp'],
].join()
/** Within a cell, these are apart by a space. */
const IN_CELLS = `${BLOCKS}, address, aside, blockquote, br, div, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, li, ol, p, section, tr, ul`
const PREFORMATTED = 'pre, listing, xmp, plaintext, textarea, [style*="white-space: pre" i], [style*="white-space:pre" i]'
const CELL_GAP = ' · '

/**
 * Keeps apart what stood apart where it was copied: a row of a table becomes a line with its cells apart, lines of preformatted text
 * stay lines with their indents, and every other block that the notes do not have becomes a paragraph.
 */
export function separateBlocks(body: HTMLElement): void {
  for (const element of body.querySelectorAll<HTMLElement>(PREFORMATTED)) breakLines(element)
  // From within: a table may stand in the cell of another one.
  for (const row of [...body.querySelectorAll('tr')].reverse()) {
    const cells = [...row.children].filter(({ tagName }) => tagName === 'TD' || tagName === 'TH')
    if (cells.length === 1) asDiv(row, cells)
    else joinCells(row, cells)
  }
  for (const element of body.querySelectorAll(`${BLOCKS}, div:empty`)) asDiv(element)
}

function asDiv(element: Element, parts: Element[] = [element]): void {
  const div = document.createElement('div')
  div.append(...parts.flatMap(({ childNodes }) => [...childNodes]))
  // ProseMirror's parser jumps over an element without anything in it: it would not end the line before it.
  if (div.firstChild) element.replaceWith(div)
  else if (element.previousSibling?.textContent?.trim() && element.nextSibling) element.replaceWith(document.createElement('br'))
  else element.remove()
}

/** A row with one cell lays something out. The cells of any other stand one after the other, with what is bold or a link in them. */
function joinCells(row: Element, cells: readonly Element[]): void {
  const line = document.createElement('p')
  cells.forEach((cell, at) => {
    if (at > 0) line.append(CELL_GAP)
    for (const block of cell.querySelectorAll(IN_CELLS)) {
      block.before(' ')
      block.replaceWith(...block.childNodes, ' ')
    }
    line.append(...cell.childNodes)
  })
  row.replaceWith(line)
}

/** Newlines become breaks, and spaces at the beginning of a line stay. The last newline only ends the last line. */
function breakLines(element: HTMLElement): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const text of texts) {
    const isLast = text === texts.at(-1)
    const lines = text.data.replace(isLast ? /\r?\n$/ : '', '').split(/\r\n?|\n/)
    const parts = lines.map((line) => line.replace(/^[ \t]+/, (indent) => '\u00a0'.repeat(indent.replaceAll('\t', '  ').length)))
    text.replaceWith(...parts.flatMap((part, at) => (at === 0 ? [part] : [document.createElement('br'), part])))
  }
}
