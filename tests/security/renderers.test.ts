import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readTails, renderNaming, renderPlain } from '#communities/mentions/render-worker.server.ts'

import { plainTextOf } from '#platform/plain-text.server.ts'
import { CHAT_LINE_MAX } from '#rooms/chat/contract.ts'
import { FOLLOW_UP_MAX } from '#rooms/follow-ups/contract.ts'
import { NOTES_LETTERS_MAX } from '#rooms/notes/contract.ts'
import { serializeNotes } from '#rooms/notes/serialize-notes.server.ts'
import { splitLines } from '#rooms/recordings/transcripts/split-lines.server.ts'
import { AFTER_HIT, HIT, layMarks } from '#rooms/search/lay-marks.server.ts'

/** Twice the input may take so many times as long, twice over: once through takes twice, the square four times, and machines differ. */
const RATIO_MAX = 2.7
/** What a collection of garbage adds here and there. */
const SLACK_MS = 30
const ROUNDS = 3

const times = (unit: string) => (length: number) => unit.repeat(Math.floor(length / unit.length))
const lines = (line: (at: number) => string) => (length: number) => {
  let text = ''
  for (let at = 0; text.length < length; at++) text += line(at)
  return text.slice(0, length)
}

/** The processor's time, the best of several rounds: others at work on the machine do not count. */
async function costMs(work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

/** Twice the work takes about twice the time, and not four times: looked at over two doublings, which tells the two well apart. */
async function expectOnePass(make: (length: number) => () => unknown, max: number): Promise<void> {
  const [quarter, whole] = [make(max / 4), make(max)]
  await quarter()
  const quarterMs = await costMs(quarter)
  expect(await costMs(whole)).toBeLessThan(RATIO_MAX ** 2 * quarterMs + SLACK_MS)
}

const worst: Record<string, (length: number) => string> = {
  'check-boxes': times('- [ ] a\n'),
  'check-boxes in check-boxes': lines((at) => `${' '.repeat(2 * (at % 40))}- [x] a\n`),
  'mentions, each between marks': times('*@Ana* '),
  mentions: times('@Ana '),
  'ats that name nobody': times('@a '),
  'letters with many accents after an at': (length) => `@Ana${'\u0301'.repeat(length - 4)}`,
  'lists in lists': times('- '),
  'lists in lists, line by line': lines((at) => `${' '.repeat(2 * at)}- a\n`),
  'loose lists': times('- a\n\n  b\n'),
  quotes: times('>'),
  'quotes, deeper with each line': lines((at) => `${'>'.repeat(at + 1)}a\n\n`),
  'lists and quotes in turn': times('- > '),
  'brackets that open': times('['),
  'brackets that open and close': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'beginnings of links': times('[a]('),
  'beginnings of pictures': times('!['),
  'brackets and code': times('[`'),
  'runs of stars': times('*'),
  'stars at every word': times('*a **a '),
  'stars within words': times('a**b'),
  'stars around stars': (length) => `${'*'.repeat(length / 2)}a${'*'.repeat(length / 2)}`,
  'what is crossed out': times('~~a'),
  links: times('[a](b) '),
  'links in emphasis': times('*[a](b)'),
  'titles of links that never end': times('[a](b "'),
  'names of links': lines((at) => `[a${at}]: b\n`),
  addresses: times('https://a.example '),
  'addresses without a scheme': times('www.a.b '),
  'addresses of mail': times('a@b.cd '),
  'what is nearly an address of mail': times('a@'),
  'an address of parentheses': (length) => `http://a.b/${'('.repeat(length)}`,
  'addresses in angles': times('<http://a.b>'),
  'angles with an address that never ends': times('<http:'),
  'rows of a table': (length) => `|a|b|\n|-|-|\n${times('|c|d|\n')(length)}`,
  'a wide table of rows that leave out cells': (length) =>
    `${times('|a')(length / 8)}|\n${times('|-')(length / 8)}|\n${times('|\n')(length / 2)}`,
  'many tables of rows that leave out cells': times(`${'|a'.repeat(30)}|\n${'|-'.repeat(30)}|\n${'|\n'.repeat(400)}\n`),
  'heads of tables': times('|-|-|-|\n|\n|\n'),
  backticks: times('`'),
  'runs of backticks, each longer': lines((at) => `a${'`'.repeat(at + 1)}`),
  fences: lines((at) => `${'~'.repeat(at + 3)}\n`),
  tags: times('<b>'),
  'comments that never end': times('<!--'),
  'attributes that never end': times('<a b="'),
  'marked sections that never end': times('<![CDATA['),
  'a long word': times('a'),
  'a long word of points': times('a.'),
  ampersands: times('&'),
  backslashes: times('\\'),
  headings: times('a\n-\n'),
  blanks: times(' '),
  'empty lines': times('\n'),
}

describe('what members write is rendered in one pass', () => {
  const people = Array.from({ length: 60 }, (_, at) => ({ id: `ana-${at}`, name: `Ana${' Ana'.repeat(at % 15)}` }))
  const render = (markdown: string) => {
    readTails(markdown)
    return renderNaming({ markdown, people }).html
  }

  test.each(Object.entries(worst))('%s', async (_, make) => {
    await expectOnePass((length) => {
      const source = make(length)
      return () => render(source)
    }, FOLLOW_UP_MAX)
  })

  // A table of rows that leave out cells became a thousand times its source.
  test.each(Object.entries(worst).filter(([name]) => /mention|link|address|table|check/.test(name)))(
    '%s: what is made of it is no more than twenty times as long',
    (_, make) => {
      const source = make(CHAT_LINE_MAX)
      const html = render(source)
      expect(html.length).toBeLessThan(20 * source.length + 100)
      expect(renderPlain(source).length).toBeLessThan(20 * source.length + 100)
      expect(plainTextOf(html).length).toBeLessThan(3 * source.length)
    },
  )
})

describe('notes are read in one pass', () => {
  const element = (name: string, children: (Y.XmlElement | Y.XmlText)[]) => {
    const made = new Y.XmlElement(name)
    made.insert(0, children)
    return made
  }
  const paragraph = (text: string) => element('paragraph', [new Y.XmlText(text)])
  const nested = (name: string, depth: number, text: string): Y.XmlElement =>
    element(name, [depth === 0 ? paragraph(text) : nested(name, depth - 1, text)])
  const many = (length: number, make: () => Y.XmlElement, letters: number) => Array.from({ length: length / letters }, make)
  const documents: Record<string, (length: number) => Y.XmlElement[]> = {
    'check-boxes': (length) => [
      element(
        'task_list',
        many(length, () => element('task_item', [paragraph('a')]), 4),
      ),
    ],
    'quotes in quotes, as deep as they are read': (length) => many(length, () => nested('blockquote', 11, 'a'), 40),
    'a quote of many lines in quotes': (length) => [nested('blockquote', 11, 'a\n'.repeat(length / 2))],
    'signs that Markdown knows': (length) => [paragraph('*_[`|&<\\'.repeat(length / 8))],
    'lines that begin as lists': (length) => [paragraph('- 1. # \n'.repeat(length / 8))],
    blanks: (length) => [paragraph(' \n'.repeat(length / 2))],
    'words in bold, one by one': (length) => {
      const text = new Y.XmlText()
      text.applyDelta(Array.from({ length: length / 4 }, (_, at) => ({ insert: 'a ', attributes: at % 2 ? { strong: {} } : { em: {} } })))
      return [element('paragraph', [text])]
    },
  }
  test.each(Object.entries(documents))('%s', async (_, make) => {
    await expectOnePass((length) => {
      const fragment = new Y.Doc().getXmlFragment('notes')
      fragment.insert(0, make(length))
      return () => serializeNotes(fragment)
    }, NOTES_LETTERS_MAX)
  })
})

describe('what was said, and what was found, is laid out in one pass', () => {
  const segment = (text: string) => ({ startMs: 0, endMs: 3_600_000, text, words: [], noSpeech: 0, confidence: 0 })
  test.each([
    ['a long word', times('a')],
    ['words', times('a ')],
    ['ends of sentences', times('."')],
    ['quotes', times('"')],
    ['blanks', times(' ')],
  ])('a transcript of %s', async (_, make) => {
    await expectOnePass((length) => {
      const said = [segment(make(length))]
      return () => splitLines(said)
    }, 200_000)
  })
  test('a word in a thousand parts', async () => {
    await expectOnePass((length) => {
      const words = Array.from({ length }, (_, at) => ({ startMs: at, endMs: at + 1, text: 'a' }))
      return () => splitLines([{ ...segment(''), words }])
    }, 100_000)
  })
  test('marks at every word', async () => {
    await expectOnePass((length) => {
      const written = times('æ a ')(length)
      const marked = written.replaceAll('æ', `${HIT}ae${AFTER_HIT}`)
      return () => layMarks(marked, written)
    }, 200_000)
  })
})
