import { expect, test } from 'vitest'
import { withDirections } from './with-directions.ts'

test('the outermost lists and quotes go by their first letter, and what is in them goes along', () => {
  expect(withDirections('<p>a</p><ul>\n<li>b<ol start="2"><li>c</li></ol></li></ul><blockquote>\n<p>d</p></blockquote>')).toBe(
    '<p>a</p><ul dir="auto">\n<li>b<ol start="2"><li>c</li></ol></li></ul><blockquote dir="auto">\n<p>d</p></blockquote>',
  )
})

test('words that look like a tag, and tags that begin alike, stay as they are', () => {
  const html = '<p>&lt;ul&gt; and <code>&lt;ol&gt;</code></p><ulx></ulx>'
  expect(withDirections(html)).toBe(html)
})
