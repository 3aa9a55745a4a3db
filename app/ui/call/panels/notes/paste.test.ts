// @vitest-environment happy-dom
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { expect, test } from 'vitest'
import { notesSchema } from './notes-schema.ts'
import { cleanPasted } from './paste.ts'

/** What stands in empty notes after a paste, in the words of the schema. */
function paste(html: string): string {
  const place = document.createElement('div')
  document.body.append(place)
  const view = new EditorView(place, { state: EditorState.create({ schema: notesSchema }), transformPastedHTML: cleanPasted })
  view.pasteHTML(html, new Event('paste') as ClipboardEvent)
  const { doc } = view.state
  view.destroy()
  place.remove()
  return doc.toString()
}

/** As Word puts it on the clipboard. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:14.0pt;font-family:"Calibri",sans-serif;color:#C00000'>Bois</span></b><span style='color:red'> du
banc, voir <a href="https://palier.test/oak">la fiche</a><o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Chêne</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>huilé</p>
<p class=MsoListParagraphCxSpLast style='margin-left:36pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]><i>Hêtre</i></p>
<p class=MsoNormal>Puis :</p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Scier</p>
<!--EndFragment--></body></html>`

test('from Word: bold, italic, links and lists stay, with lists in lists; fonts, colours and its own marks go', () => {
  expect(paste(WORD)).toBe(
    'doc(paragraph(strong("Bois"), " du banc, voir ", link("la fiche")), ' +
      'bullet_list(list_item(paragraph("Chêne"), bullet_list(list_item(paragraph("huilé")))), list_item(paragraph(em("Hêtre")))), ' +
      'paragraph("Puis :"), ordered_list(list_item(paragraph("Scier"))))',
  )
})

test('from a web page: headings, quotes and weights as styles stay; scripts, pictures and links to nowhere do not', () => {
  const html =
    '<h2 style="color:red">Wood</h2><script>alert(1)</script><img src="x" onerror="alert(1)">' +
    '<p><span style="font-weight:700">Oak</span> <a href="javascript:alert(1)">here</a></p><blockquote><p>Dry</p></blockquote>'
  expect(paste(html)).toBe('doc(heading("Wood"), paragraph(strong("Oak"), " here"), blockquote(paragraph("Dry")))')
})

test('from Google Docs: the bold that is not bold is none', () => {
  const html = '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:400">Oak</span></p></b>'
  expect(paste(html)).toBe('doc(paragraph("Oak"))')
})

test('check-boxes stay check-boxes, from elsewhere and from our own pages', () => {
  const github = '<ul><li><input type="checkbox" checked disabled> Saw</li><li><input type="checkbox" disabled> Oil</li></ul>'
  expect(paste(github)).toBe('doc(task_list(task_item(paragraph("Saw")), task_item(paragraph("Oil"))))')
  const ours = '<ul><li class="task"><span class="tick">☑</span><div><p>Saw</p></div></li></ul>'
  expect(paste(ours)).toBe('doc(task_list(task_item(paragraph("Saw"))))')
  expect(cleanPasted(github)).toMatch(/data-checked="true".*data-checked="false"/)
  expect(cleanPasted(ours)).toContain('data-checked="true"')
})

/** What is pasted, a line for each text block. */
function linesOf(html: string): string[] {
  return [...paste(html).matchAll(/(?:paragraph|heading)(?:\(((?:[^()"]|"(?:[^"\\]|\\.)*"|\w+\("(?:[^"\\]|\\.)*"\))*)\))?/g)].map(
    ([, words = '']) =>
      [...words.matchAll(/"((?:[^"\\]|\\.)*)"|(hard_break)/g)].map(([, text, isBreak]) => (isBreak ? '\n' : text)).join(''),
  )
}

test('a row of a table is a line, and its cells are apart, with what is bold in them', () => {
  const table =
    '<table><caption>Wood</caption><colgroup><col><col></colgroup><thead><tr><th>Kind</th><th>Price</th></tr></thead>' +
    '<tbody><tr><td><p>Oak</p><p>dry</p></td><td><b>12</b></td></tr><tr><td></td><td><ul><li>a</li><li>b</li></ul></td></tr></tbody></table>'
  expect(linesOf(`<p>Before</p>${table}After`)).toEqual(['Before', 'Wood', 'Kind · Price', 'Oak dry · 12', ' · a b'.trim(), 'After'])
  expect(paste(table)).toContain('strong("12")')
})

test('a table that lays something out, as mails have them, is what stands in it', () => {
  const mail = '<table><tr><td><h2>Hello</h2><p>One</p><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>Two</td></tr></table>'
  expect(linesOf(mail)).toEqual(['Hello', 'One', 'a · b', 'Two'])
})

test('preformatted text keeps its lines and their indents', () => {
  expect(linesOf('<pre><code>if (a) {\n  b()\n}\n</code></pre><p>After</p>')).toEqual(['if (a) {\n\u00a0\u00a0b()\n}', 'After'])
  expect(linesOf('<div style="white-space: pre-wrap">a\r\nb</div>')).toEqual(['a\nb'])
})

/** Every element that the HTML standard's style sheet shows as a block. */
const blocks = [
  ...['address', 'article', 'aside', 'blockquote', 'center', 'dd', 'details', 'dialog', 'dir', 'div', 'dl', 'dt', 'fieldset', 'figcaption'],
  ...[
    'figure',
    'footer',
    'form',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hgroup',
    'legend',
    'li',
    'listing',
    'main',
    'menu',
    'nav',
    'ol',
  ],
  ...['optgroup', 'option', 'p', 'pre', 'search', 'section', 'summary', 'ul', 'xmp'],
]
test.each(blocks)('<%s> ends the line before it, and the next begins after it', (tag) => {
  // As a script makes them: a parser would move some of them elsewhere.
  const joined = (inner: string) => linesOf(inner).map((line) => line.trim())
  expect(joined(`before<${tag}>one</${tag}><${tag}>two</${tag}>after`)).toEqual(['before', 'one', 'two', 'after'])
  expect(joined(`<div>before<${tag}>one</${tag}>after</div>`)).toEqual(['before', 'one', 'after'])
})

test('a rule and a line break keep apart what is around them, also in a heading', () => {
  expect(linesOf('one<hr>two<div></div>three').join('\n').split('\n')).toEqual(['one', 'two', 'three'])
  expect(linesOf('<p>one<br>two</p>')).toEqual(['one\ntwo'])
  expect(linesOf('<h2>one<br>two</h2>').join(' ')).toBe('one two')
})

test('from Google Docs and from Word: tables are lines, and lists beside them stay lists', () => {
  const docs =
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><div dir="ltr"><table><tbody><tr><td><p dir="ltr"><span style="white-space:pre-wrap;">Oak</span></p></td>' +
    '<td><p dir="ltr"><span style="white-space:pre-wrap;">12 €</span></p></td></tr></tbody></table></div><br><ul><li dir="ltr"><p dir="ltr">Saw</p></li></ul></b>'
  expect(paste(docs)).toContain('paragraph("Oak · 12 €")')
  expect(paste(docs)).toContain('bullet_list(list_item(paragraph("Saw")))')
  const word =
    '<table class=MsoTableGrid><tr><td><p class=MsoNormal>Oak<o:p></o:p></p></td><td><p class=MsoNormal>12 €<o:p></o:p></p></td></tr></table><p class=MsoNormal>After</p>'
  expect(linesOf(word)).toEqual(['Oak · 12 €', 'After'])
})
