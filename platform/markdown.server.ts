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

/**
 * Turns what a member wrote into HTML that is safe to show. It holds up its thread for as long as that takes: what members write is
 * rendered by `communities/mentions/render-with-mentions.server.ts`, which does long texts in a worker.
 */
export function renderMarkdown(source: string): string {
  return sanitizeHtml(markdown.render(source), allowed)
}

/** A stretch of a text that names a member. */
export interface Mark {
  from: number
  to: number
  memberId: string
}

/** The plain texts between marks of Markdown, in their order, without those of code and of links: where people may be named. */
export function plainTextsOf(source: string): string[] {
  return markdown.parse(source, {}).flatMap(({ children }) => (children ? plainTexts(children).map(({ content }) => content) : []))
}

/**
 * As `renderMarkdown`, with `<span class="mention" data-member="…">` around the marks that `find` answers for a plain text, in order and
 * apart from each other. It is asked once for each of `plainTextsOf`.
 */
export function renderMarked(source: string, find: (text: string) => Mark[]): string {
  const tokens = markdown.parse(source, {})
  for (const token of tokens) {
    if (!token.children) continue
    const plain = new Set(plainTexts(token.children))
    token.children = token.children.flatMap((child) => (plain.has(child) ? markedTokens(child, find(child.content)) : child))
  }
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
