import MarkdownIt, { type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })

/** "- [ ] to do" and "- [x] done" are check-boxes: as the notes of a session show them to who reads. */
markdown.core.ruler.after('inline', 'tasks', ({ tokens, Token: TokenOf }) => {
  for (let at = tokens.length - 1; at >= 0; at--) {
    const open = tokens[at]
    const [paragraph, inline] = tokens.slice(at + 1, at + 3)
    if (open?.type !== 'list_item_open' || paragraph?.type !== 'paragraph_open') continue
    const first = inline?.children?.[0]
    const box = first?.type === 'text' ? /^\[([ xX])\] /.exec(first.content) : null
    if (!first || !box) continue
    first.content = first.content.slice(box[0].length)
    open.attrJoin('class', 'task')
    const end = tokens.findIndex(({ type, level }, place) => place > at && type === 'list_item_close' && level === open.level)
    const tick = [new TokenOf('tick_open', 'span', 1), new TokenOf('text', '', 0), new TokenOf('tick_close', 'span', -1)] as const
    tick[0].attrs = [['class', 'tick']]
    tick[1].content = box[1] === ' ' ? '☐' : '☑'
    tokens.splice(end, 0, new TokenOf('task_close', 'div', -1))
    tokens.splice(at + 1, 0, ...tick, new TokenOf('task_open', 'div', 1))
  }
})

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'strong',
    'em',
    's',
    'a',
    'ul',
    'ol',
    'li',
    'blockquote',
    'code',
    'pre',
    'h3',
    'h4',
    'h5',
    'hr',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'span',
    'div',
  ],
  // No Markdown makes a span or a class: only mentions and check-boxes are.
  allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'], span: ['data-member'] },
  allowedClasses: { span: ['mention', 'tick'], li: ['task'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: {
    h1: 'h3',
    h2: 'h4',
    h3: 'h4',
    h4: 'h5',
    h6: 'h5',
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
  },
}

/** Turns what a member wrote into HTML that is safe to show. Rendered when written, and stored: pages only read it. */
export function renderMarkdown(source: string): string {
  return sanitizeHtml(markdown.render(source), allowed)
}

/** A stretch of a text that names a member. */
export interface Mark {
  from: number
  to: number
  memberId: string
}

/**
 * As `renderMarkdown`, with `<span class="mention" data-member="…">` around what `find` recognises. It is given the plain texts
 * between marks of Markdown, but none of code or of links, and answers the marks of each, in order and apart from each other.
 */
export async function renderMarked(source: string, find: (texts: string[]) => Promise<Mark[][]>): Promise<string> {
  const tokens = markdown.parse(source, {})
  const places = tokens.flatMap(({ children }) => (children ? plainTexts(children).map((text) => ({ children, text })) : []))
  const found = await find(places.map(({ text }) => text.content))
  places.forEach(({ children, text }, at) => {
    const marks = found[at] ?? []
    if (marks.length > 0) children.splice(children.indexOf(text), 1, ...markedTokens(text, marks))
  })
  return sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), allowed)
}

function plainTexts(children: Token[]): Token[] {
  let links = 0
  return children.filter(({ type }) => {
    if (type === 'link_open') links++
    if (type === 'link_close') links--
    return type === 'text' && links === 0
  })
}

function markedTokens(text: Token, marks: Mark[]): Token[] {
  const TokenOf = text.constructor as new (type: string, tag: string, nesting: -1 | 0 | 1) => Token
  const plain = (from: number, to?: number) => Object.assign(new TokenOf('text', '', 0), { content: text.content.slice(from, to) })
  let at = 0
  const tokens = marks.flatMap(({ from, to, memberId }) => {
    const open = new TokenOf('mention_open', 'span', 1)
    open.attrs = [
      ['class', 'mention'],
      ['data-member', memberId],
    ]
    const before = plain(at, from)
    at = to
    return [before, open, plain(from, to), new TokenOf('mention_close', 'span', -1)]
  })
  return [...tokens, plain(at)]
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The words of HTML that we rendered, on one line. */
export function plainTextOf(html: string): string {
  return html
    .replace(/<\/?(?:p|br|li|ul|ol|div|blockquote|pre|h\d|hr|table|t[rdh])\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}
