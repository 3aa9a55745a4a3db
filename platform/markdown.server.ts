import MarkdownIt, { type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { boundTables } from './bound-tables.server.ts'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
boundTables(markdown)

/** "- [ ] to do" and "- [x] done" are check-boxes, as the notes of a session show them. */
markdown.core.ruler.after('inline', 'tasks', (state) => {
  const { Token: TokenOf, tokens } = state
  const withTasks: Token[] = []
  /** Of each list item that is open: whether it is a check-box. */
  const open: boolean[] = []
  tokens.forEach((token, at) => {
    if (token.type === 'list_item_close' && open.pop()) withTasks.push(new TokenOf('task_close', 'div', -1))
    withTasks.push(token)
    if (token.type !== 'list_item_open') return
    const first = tokens[at + 1]?.type === 'paragraph_open' ? tokens[at + 2]?.children?.[0] : undefined
    const box = first?.type === 'text' ? /^\[([ xX])\] /.exec(first.content) : null
    open.push(box !== null)
    if (!first || !box) return
    first.content = first.content.slice(box[0].length)
    token.attrJoin('class', 'task')
    const tick = new TokenOf('tick_open', 'span', 1)
    tick.attrs = [['class', 'tick']]
    const sign = Object.assign(new TokenOf('text', '', 0), { content: box[1] === ' ' ? '☐' : '☑' })
    withTasks.push(tick, sign, new TokenOf('tick_close', 'span', -1), new TokenOf('task_open', 'div', 1))
  })
  state.tokens = withTasks
})

/** Nobody nests deeper on purpose; below it, the words stay and the marks go. */
const NESTED_MAX = 60

const allowed: sanitizeHtml.IOptions = {
  nestingLimit: NESTED_MAX,
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
  const inlines = tokens.flatMap((token) =>
    token.children ? [{ token, children: token.children, plain: plainTexts(token.children) }] : [],
  )
  const found = await find(inlines.flatMap(({ plain }) => [...plain].map(({ content }) => content)))
  let at = 0
  for (const { token, children, plain } of inlines) {
    token.children = children.flatMap((child) => (plain.has(child) ? markedTokens(child, found[at++] ?? []) : child))
  }
  return sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), allowed)
}

/** The texts that may be marked, in their order. */
function plainTexts(children: Token[]): Set<Token> {
  let links = 0
  return new Set(
    children.filter(({ type }) => {
      if (type === 'link_open') links++
      if (type === 'link_close') links--
      return type === 'text' && links === 0
    }),
  )
}

function markedTokens(text: Token, marks: Mark[]): Token[] {
  if (marks.length === 0) return [text]
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
