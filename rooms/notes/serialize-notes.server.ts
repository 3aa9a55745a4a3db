import * as Y from 'yjs'

/** Deeper than anybody indents; below it, only the words are kept. */
const DEPTH_MAX = 12
const EMPTY: Reading = { markdown: '', html: '' }

interface Reading {
  markdown: string
  html: string
}

/**
 * The notes as pages and searches read them: Markdown, and HTML that is safe to show (every tag is one of these here, every word
 * is escaped). The document comes from browsers, so nothing in it is taken for granted: of what is unknown, the words are kept.
 */
export function serializeNotes(fragment: Y.XmlFragment): Reading {
  const { markdown, html } = join(blocksOf(fragment, 0), '\n\n')
  return { markdown: markdown.trim(), html: markdown.trim() === '' ? '' : html }
}

function blocksOf(parent: Y.XmlFragment, depth: number): Reading[] {
  return parent
    .toArray()
    .map((child) => (child instanceof Y.XmlText ? paragraph(lineOf(child)) : child instanceof Y.XmlElement ? block(child, depth) : EMPTY))
    .filter(({ html }) => html !== '')
}

function block(element: Y.XmlElement, depth: number): Reading {
  if (depth > DEPTH_MAX) return EMPTY
  switch (element.nodeName) {
    case 'heading':
      return heading(lineWithin(element, depth), element.getAttribute('level') as unknown)
    case 'blockquote': {
      const inner = join(blocksOf(element, depth + 1), '\n\n')
      return { markdown: prefix(inner.markdown, '> ', '> '), html: `<blockquote>${inner.html}</blockquote>` }
    }
    case 'bullet_list':
      return list(element, depth, 'ul', () => '- ')
    case 'ordered_list':
      return list(element, depth, 'ol', (position) => `${position + 1}. `)
    case 'task_list':
      return list(element, depth, 'ul', () => '- ')
    case 'paragraph':
      return paragraph(lineWithin(element, depth))
    default:
      return join(blocksOf(element, depth + 1), '\n\n')
  }
}

function heading(line: Reading, rawLevel: unknown): Reading {
  if (line.markdown.trim() === '') return EMPTY
  const level = Math.min(Math.max(Math.trunc(Number(plain(rawLevel))) || 1, 1), 3)
  // The page has headings of its own above these.
  return { markdown: `${'#'.repeat(level)} ${line.markdown.replaceAll('\n', ' ')}`, html: `<h${level + 2}>${line.html}</h${level + 2}>` }
}

/** An empty paragraph is a gap somebody left: blocks are apart without it. */
function paragraph(line: Reading): Reading {
  return line.markdown.trim() === '' ? EMPTY : { markdown: escapeStart(line.markdown), html: `<p>${line.html}</p>` }
}

function list(element: Y.XmlElement, depth: number, tag: 'ul' | 'ol', marker: (position: number) => string): Reading {
  const items = element
    .toArray()
    .filter((child) => child instanceof Y.XmlElement)
    .map((child) => item(child, depth, marker))
    .filter(({ html }) => html !== '')
  if (items.length === 0) return EMPTY
  const numbered = items.map((make, position) => ({ markdown: make.markdown(position), html: make.html }))
  const { markdown, html } = join(numbered, '\n')
  return { markdown, html: `<${tag}>${html}</${tag}>` }
}

function item(element: Y.XmlElement, depth: number, marker: (position: number) => string) {
  const inner = join(blocksOf(element, depth + 1), '\n\n')
  const isTask = element.nodeName === 'task_item'
  const isDone = isTask && String(plain(element.getAttribute('checked'))) === 'true'
  const tick = isTask ? (isDone ? '[x] ' : '[ ] ') : ''
  return {
    markdown: (position: number) => {
      const lead = marker(position)
      // A list in a list follows its line; blocks beside each other stay apart.
      const text = inner.markdown.replace(/\n\n(?=(?:[-*]|\d+\.) )/g, '\n')
      return prefix(tick + text, lead, ' '.repeat(lead.length))
    },
    html:
      inner.html === ''
        ? ''
        : isTask
          ? `<li class="task"><span class="tick">${isDone ? '☑' : '☐'}</span><div>${inner.html}</div></li>`
          : `<li>${inner.html}</li>`,
  }
}

/** All text directly within an element, in one line; what else stands in there is read as text too. */
function lineWithin(element: Y.XmlElement, depth: number): Reading {
  const parts = element.toArray().map((child) => {
    if (child instanceof Y.XmlText) return lineOf(child)
    if (child instanceof Y.XmlElement && child.nodeName === 'hard_break') return { markdown: '\n', html: '<br>' }
    return child instanceof Y.XmlElement && depth < DEPTH_MAX ? lineWithin(child, depth + 1) : EMPTY
  })
  return join(parts, '')
}

interface Run {
  insert?: unknown
  attributes?: Record<string, unknown>
}

function lineOf(text: Y.XmlText): Reading {
  const runs = text.toDelta() as Run[]
  return join(
    runs.map(({ insert, attributes }) => (typeof insert === 'string' ? run(insert, attributes ?? {}) : EMPTY)),
    '',
  )
}

function run(typed: string, marks: Record<string, unknown>): Reading {
  // Nobody types control characters, and PostgreSQL keeps no text with U+0000 in it.
  const words = typed.replace(/[^\P{Cc}\t\n]/gu, '')
  // Markdown's marks stand at the words, not at the spaces around them.
  const core = words.trim()
  const before = words.slice(0, words.length - words.trimStart().length)
  const after = core === '' ? '' : words.slice(words.trimEnd().length)
  let markdown = escapeMarkdown(core)
  let html = escapeHtml(words)
  if (core !== '') {
    if (marks['em']) markdown = `*${markdown}*`
    if (marks['strong']) markdown = `**${markdown}**`
  }
  if (marks['em']) html = `<em>${html}</em>`
  if (marks['strong']) html = `<strong>${html}</strong>`
  const href = hrefOf(marks['link'])
  if (href) {
    if (core !== '') markdown = core === href ? `<${href}>` : `[${markdown}](<${href}>)`
    html = `<a href="${escapeHtml(href)}" rel="noopener noreferrer nofollow" target="_blank">${html}</a>`
  }
  return { markdown: before + markdown + after, html }
}

/** An attribute as a browser of ours writes it. Of anything else, an object that cannot be made a text of say, nothing is taken. */
function plain(attribute: unknown): string | number | boolean | undefined {
  return typeof attribute === 'string' || typeof attribute === 'number' || typeof attribute === 'boolean' ? attribute : undefined
}

/** Where a link goes, if that is a place to go to. */
function hrefOf(mark: unknown): string | null {
  const raw = (mark as { href?: unknown } | undefined)?.href
  if (typeof raw !== 'string' || !URL.canParse(raw)) return null
  const { protocol, href } = new URL(raw)
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href.replace(/[<>\s]/g, encodeURIComponent) : null
}

const join = (parts: readonly Reading[], separator: string): Reading => ({
  markdown: parts.map(({ markdown }) => markdown).join(separator),
  html: parts.map(({ html }) => html).join(''),
})

const prefix = (text: string, first: string, rest: string) =>
  text
    .split('\n')
    .map((line, position) => (position === 0 ? first : line === '' ? rest.trimEnd() : rest) + line)
    .join('\n')

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** An underscore within a word marks nothing, and may be part of an address. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*[\]<>~|&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')

/** What would begin a heading, a list, a quote or code at the start of a line, and was only typed. */
const escapeStart = (text: string) =>
  text
    .replace(/^\s+/gm, '')
    .replace(/^[#+\-=]/gm, '\\$&')
    .replace(/^(\d+)([.)])/gm, '$1\\$2')
