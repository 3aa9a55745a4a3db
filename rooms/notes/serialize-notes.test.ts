import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { serializeNotes } from './serialize-notes.server.ts'

type Tree =
  | string
  | { name: string; attributes?: Record<string, unknown>; children?: Tree[] }
  | { run: string; marks: Record<string, unknown> }

function build(tree: Tree): Y.XmlElement | Y.XmlText {
  if (typeof tree === 'string') return new Y.XmlText(tree)
  if ('run' in tree) {
    const text = new Y.XmlText()
    text.insert(0, tree.run, tree.marks)
    return text
  }
  const element = new Y.XmlElement(tree.name)
  for (const [key, value] of Object.entries(tree.attributes ?? {})) element.setAttribute(key, value as string)
  element.insert(0, (tree.children ?? []).map(build))
  return element
}

function read(...trees: Tree[]) {
  const fragment = new Y.Doc().getXmlFragment('notes')
  fragment.insert(0, trees.map(build))
  return serializeNotes(fragment)
}

const p = (...children: Tree[]): Tree => ({ name: 'paragraph', children })
const task = (checked: boolean, ...children: Tree[]): Tree => ({ name: 'task_item', attributes: { checked }, children })
const item = (...children: Tree[]): Tree => ({ name: 'list_item', children })

test('a meeting’s notes, as Markdown and as HTML', () => {
  const { markdown, html } = read(
    { name: 'heading', attributes: { level: 1 }, children: ['Budget'] },
    p('We ', { run: 'agreed ', marks: { strong: {} } }, { run: 'soon', marks: { em: {} } }, '.'),
    { name: 'bullet_list', children: [item(p('One'), { name: 'bullet_list', children: [item(p('Below'))] }), item(p('Two'))] },
    { name: 'ordered_list', children: [item(p('First')), item(p('Second'))] },
    { name: 'task_list', children: [task(false, p('Ask Chloé')), task(true, p('Book the room'))] },
    { name: 'blockquote', children: [p('Said so'), p('twice')] },
    p({ run: 'the plan', marks: { link: { href: 'https://demo.palier/plan' } } }),
    p(),
  )
  expect(markdown).toBe(
    [
      '# Budget',
      'We **agreed** *soon*.',
      '- One\n  - Below\n- Two',
      '1. First\n2. Second',
      '- [ ] Ask Chloé\n- [x] Book the room',
      '> Said so\n>\n> twice',
      '[the plan](<https://demo.palier/plan>)',
    ].join('\n\n'),
  )
  expect(html).toBe(
    [
      '<h3>Budget</h3>',
      '<p>We <strong>agreed </strong><em>soon</em>.</p>',
      '<ul><li><p>One</p><ul><li><p>Below</p></li></ul></li><li><p>Two</p></li></ul>',
      '<ol><li><p>First</p></li><li><p>Second</p></li></ol>',
      '<ul><li class="task"><span class="tick">☐</span><div><p>Ask Chloé</p></div></li>',
      '<li class="task"><span class="tick">☑</span><div><p>Book the room</p></div></li></ul>',
      '<blockquote><p>Said so</p><p>twice</p></blockquote>',
      '<p><a href="https://demo.palier/plan" rel="noopener noreferrer nofollow" target="_blank">the plan</a></p>',
    ].join(''),
  )
})

test('notes without a word are empty', () => {
  expect(read(p(), { name: 'bullet_list', children: [item(p('  '))] })).toEqual({ markdown: '', html: '' })
  expect(read()).toEqual({ markdown: '', html: '' })
})

test('what a browser made up is words at most', () => {
  expect(read({ name: 'script', children: ['alert(1)'] }).html).toBe('<p>alert(1)</p>')
  expect(read(p({ run: 'click', marks: { link: { href: 'javascript:alert(1)' } } })).html).toBe('<p>click</p>')
  expect(read(p({ run: 'click', marks: { link: 'https://demo.palier' } })).html).toBe('<p>click</p>')
  expect(read({ name: 'heading', attributes: { level: '9"><img>' }, children: ['High'] }).html).toBe('<h3>High</h3>')
  expect(read(p('<img src=x onerror=alert(1)> & "so"')).html).toBe('<p>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot;</p>')
  const quoted = read(p({ run: 'x', marks: { link: { href: 'https://demo.palier/"onclick="alert(1)' } } })).html
  expect(quoted).not.toContain('"onclick')
  let deep: Tree = p('bottom')
  for (let depth = 0; depth < 500; depth++) deep = { name: 'blockquote', children: [deep] }
  expect(read(deep, p('and this')).html).toContain('<p>and this</p>')
})

test('signs that nobody types are left out, and attributes that are none', () => {
  expect(read(p('one\u0000two\tthree\u0007\u001b\u0085'))).toEqual({ markdown: 'onetwo\tthree', html: '<p>onetwo\tthree</p>' })
  const notText = { toString: 1, valueOf: 1 }
  const items = { name: 'task_list', children: [{ name: 'task_item', attributes: { checked: notText }, children: [p('Book')] }] }
  expect(read(items).markdown).toBe('- [ ] Book')
  expect(read({ name: 'heading', attributes: { level: notText }, children: ['High'] }).html).toBe('<h3>High</h3>')
  expect(read({ name: 'heading', attributes: { level: 1.5 }, children: ['High'] }).html).toBe('<h3>High</h3>')
})

// With as many steps as the square of the spaces, this would take longer than a test may.
test('many spaces in a row cost as much as other signs', () => {
  const spaces = ' '.repeat(200_000)
  expect(read(p({ run: ` a${spaces}b `, marks: { strong: {} } })).html).toBe(`<p><strong> a${spaces}b </strong></p>`)
  expect(read(p('a', { run: spaces, marks: {} }, 'b')).markdown).toBe(`a${spaces}b`)
})

test('any letters are read as they were typed, also through Markdown', () => {
  const words = fc.string({ unit: fc.constantFrom(...'abé 12.*_`[]()<>#>+-=~|\\&!"'), maxLength: 40 }).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(words, (text) => {
      const { markdown, html } = read(p(text))
      const shown = (source: string) =>
        source
          .replace(/<[^>]*>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&')
          .trim()
      expect(shown(html)).toBe(text.trim())
      expect(shown(renderMarkdown(markdown))).toBe(text.trim())
    }),
    { numRuns: 500 },
  )
})
