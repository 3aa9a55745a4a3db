import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.server.ts'
import { plainTextOf } from './plain-text.server.ts'

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<style>*{display:none}</style>',
  '<form action="https://evil.example"><input name=password></form>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=alert(1)>">',
  '<!--><script>alert(1)</script>-->',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#x09;script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '![x](https://evil.example/pixel.gif)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
  '[x](https://a.example" onclick="alert(1))',
  '<https://a.example/"onmouseover="alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '```html" onload="alert(1)\n<script>alert(1)</script>\n```',
  '[a]: javascript:alert(1)\n\n[a]',
  '|<script>|\n|-|\n|<img src=x onerror=alert(1)>|',
])('%s does nothing but be read', (source) => {
  const tags = [...renderMarkdown(source).matchAll(/<(\/?)([a-z0-9]+)((?:\s+[\w-]+="[^"]*")*)\s*\/?>/gi)]
  const rest = renderMarkdown(source).replace(/<\/?[a-z0-9]+(?:\s+[\w-]+="[^"]*")*\s*\/?>/gi, '')
  // Whatever is no well-formed tag of the list below is text, in which nothing opens a tag.
  expect(rest).not.toContain('<')
  for (const [, , name = '', attributes = ''] of tags) {
    expect(['p', 'br', 'strong', 'em', 'a', 'code', 'pre', 'table', 'thead', 'tbody', 'tr', 'th', 'td']).toContain(name)
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
      expect(['href', 'rel', 'target']).toContain(attribute)
      if (attribute !== 'href') continue
      const { protocol } = new URL(value.replaceAll('&amp;', '&'), 'https://palier.example')
      expect(['http:', 'https:', 'mailto:']).toContain(protocol)
    }
  }
})

test('links leave without telling where from, in a tab of their own', () => {
  expect(renderMarkdown('see https://a.example/b?c=1&d=2')).toBe(
    '<p>see <a href="https://a.example/b?c=1&amp;d=2" rel="noopener noreferrer nofollow" target="_blank">https://a.example/b?c=1&amp;d=2</a></p>\n',
  )
})

test('titles of a post rank below the page’s own', () => {
  expect(renderMarkdown('# One\n\n## Two\n\n### Three')).toBe('<h3>One</h3>\n<h4>Two</h4>\n<h4>Three</h4>\n')
})

test('what is written in words stays as it was written', () => {
  expect(renderMarkdown('1 < 2 & "so" on\nnext line')).toBe('<p>1 &lt; 2 &amp; "so" on<br />\nnext line</p>\n')
})

test('a list of what is to do has check-boxes, also in a list and beside other items; brackets elsewhere are brackets', () => {
  const html = renderMarkdown('- [ ] Saw **oak**\n  - [x] buy\n- plain\n\nSee [ ] there\n\n1. [X] Oil')
  expect(html.replaceAll('\n', '')).toBe(
    '<ul><li class="task"><span class="tick">☐</span><div>Saw <strong>oak</strong>' +
      '<ul><li class="task"><span class="tick">☑</span><div>buy</div></li></ul></div></li><li>plain</li></ul>' +
      '<p>See [ ] there</p><ol><li class="task"><span class="tick">☑</span><div>Oil</div></li></ol>',
  )
  expect(plainTextOf(html)).toContain('☐ Saw oak')
  expect(renderMarkdown('- []() [ ]x\n- [ ]')).not.toContain('task')
})

test('a table is one where it has no more cells than letters; a row may leave out cells', () => {
  expect(renderMarkdown('|a|b|c|\n|-|:-:|-|\n|d|\n').match(/<td/g)).toHaveLength(3)
  expect(renderMarkdown(`> ${'|a'.repeat(9)}|\n> ${'|-'.repeat(9)}|\n> |b|`)).toContain('<table>')
  expect(renderMarkdown('a | b\n--|--\n\nlast')).toContain('<table>')
  expect(renderMarkdown('a\n-\n')).toBe('<h4>a</h4>\n')
  const wide = `${'|a'.repeat(90)}|\n${'|-'.repeat(90)}|\n`
  expect(renderMarkdown(`${wide}|b|`)).toContain('<table>')
  expect(renderMarkdown(`${wide}${'|\n'.repeat(90)}`)).not.toContain('<table>')
})

test('what is nested too deep is words', () => {
  const html = renderMarkdown(`${'>'.repeat(90)} deep`)
  expect(html.match(/<blockquote>/g)?.length).toBeLessThan(61)
  expect(html).toContain('deep')
})
