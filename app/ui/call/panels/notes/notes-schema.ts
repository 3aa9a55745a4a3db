import { type DOMOutputSpec, type NodeSpec, Schema } from 'prosemirror-model'

const element = (tag: string): DOMOutputSpec => [tag, 0]
/** The page has headings above those of the notes. */
const headingTags = ['h3', 'h4', 'h5'] as const

/**
 * Lists and quotes take any block, so that what two people did at the same time always fits, and nothing is thrown away.
 * Whatever else is pasted comes down to these: what the schema does not name does not get in.
 */
const item: Partial<NodeSpec> = { content: 'block+', defining: true }

/** What notes are made of. The server reads the same names (rooms/notes/serialize-notes). */
export const notesSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*', parseDOM: [{ tag: 'p' }], toDOM: () => element('p') },
    heading: {
      group: 'block',
      content: 'text*',
      defining: true,
      attrs: { level: { default: 1, validate: 'number' } },
      parseDOM: [
        { tag: 'h1', attrs: { level: 1 } },
        { tag: 'h2', attrs: { level: 2 } },
        ...[3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: 3 } })),
      ],
      toDOM: ({ attrs }) => element(headingTags[Number(attrs['level']) - 1] ?? 'h5'),
    },
    blockquote: {
      group: 'block',
      content: 'block+',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', { dir: 'auto' }, 0],
    },
    bullet_list: { group: 'block', content: 'list_item+', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', { dir: 'auto' }, 0] },
    ordered_list: { group: 'block', content: 'list_item+', parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', { dir: 'auto' }, 0] },
    task_list: {
      group: 'block',
      content: 'task_item+',
      parseDOM: [{ tag: 'ul[data-tasks]', priority: 60 }],
      toDOM: () => ['ul', { 'data-tasks': '', dir: 'auto' }, 0],
    },
    list_item: { ...item, parseDOM: [{ tag: 'li' }], toDOM: () => element('li') },
    task_item: {
      ...item,
      attrs: { checked: { default: false, validate: 'boolean' } },
      parseDOM: [
        {
          tag: 'li[data-checked]',
          priority: 60,
          getAttrs: (dom) => ({ checked: dom.getAttribute('data-checked') === 'true' }),
        },
      ],
      toDOM: ({ attrs }) => ['li', { 'data-checked': String(attrs['checked']) }, 0],
    },
    text: { group: 'inline' },
    hard_break: { group: 'inline', inline: true, selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  },
  marks: {
    link: {
      attrs: { href: { validate: 'string' } },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = safeHref(dom.getAttribute('href') ?? '')
            return href ? { href } : false
          },
        },
      ],
      // Others' documents are no safer than a paste.
      toDOM: ({ attrs }) => [
        'a',
        { href: safeHref(String(attrs['href'])) ?? '#', rel: 'noopener noreferrer nofollow', target: '_blank' },
        0,
      ],
    },
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }], toDOM: () => element('em') },
    strong: {
      parseDOM: [
        { tag: 'strong' },
        // Google's documents come within a <b> that is not bold.
        { tag: 'b', getAttrs: (dom) => dom.style.fontWeight !== 'normal' && null },
        { style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
      ],
      toDOM: () => element('strong'),
    },
  },
})

/** Where a link may lead; null: nowhere. An address without a scheme is taken as one of the web. */
export function safeHref(typed: string): string | null {
  const trimmed = typed.trim()
  const raw = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(trimmed) ? `https://${trimmed}` : trimmed
  if (!URL.canParse(raw)) return null
  const { protocol, href } = new URL(raw)
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : null
}
