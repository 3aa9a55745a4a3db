import { type ReactNode, useId } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { TimeZoneProvider } from '#app/i18n/format.tsx'
import { type Language, TextProvider } from '#app/i18n/text.tsx'
import { CachedMarkup, MarkupCacheContext } from '#app/ui/kit/cached-markup.tsx'
import { openMarkupCache } from './markup-cache.server.ts'

let drawn = 0
function Card({ title, children }: { title: string; children?: ReactNode }) {
  drawn++
  return (
    <article>
      <div title={`</div>${title}`}>
        <div>{title}</div> and {children}
      </div>
    </article>
  )
}

function draw(page: ReactNode, { language = 'en' as Language, timeZone = 'UTC', cached = true } = {}): string {
  const markup = cached ? openMarkupCache() : null
  const html = renderToString(
    <TextProvider text={{}} language={language}>
      <TimeZoneProvider timeZone={timeZone}>
        <MarkupCacheContext.Provider value={markup}>{page}</MarkupCacheContext.Provider>
      </TimeZoneProvider>
    </TextProvider>,
  )
  return markup ? markup.keepFrom(Buffer.from(html)).toString() : html
}

const card = (name: string, title: string) => (
  <CachedMarkup name={name} by={title}>
    <Card title={title} />
  </CachedMarkup>
)

it('draws a part once, and the page is the same, letter by letter', () => {
  const page = (
    <main>
      {card('once', '<b>déjà</b> & "vu"')}
      <p>between</p>
      {card('once', 'another')}
    </main>
  )
  const plain = draw(page, { cached: false })
  drawn = 0
  expect([draw(page), draw(page), draw(page)]).toEqual([plain, plain, plain])
  expect(drawn).toBe(2)
})

it('keeps parts apart by their name, by what they show, and by their reader’s language and time zone', () => {
  drawn = 0
  draw(card('apart', 'a'))
  draw(card('apart', 'b'))
  draw(card('apart too', 'a'))
  draw(card('apart', 'a'), { language: 'fr' })
  draw(card('apart', 'a'), { timeZone: 'Europe/Paris' })
  expect(drawn).toBe(5)
  draw(card('apart', 'a'), { timeZone: 'Europe/Paris' })
  expect(drawn).toBe(5)
})

it('keeps a part in a part, each whole', () => {
  const page = (
    <CachedMarkup name="outer" by="1">
      <Card title="outer">{card('inner', 'inner')}</Card>
    </CachedMarkup>
  )
  const plain = draw(page, { cached: false })
  expect([draw(page), draw(page)]).toEqual([plain, plain])
  drawn = 0
  expect(draw(card('inner', 'inner'))).toBe(draw(card('inner', 'inner'), { cached: false }))
  expect(drawn).toBe(1)
})

it('draws what depends on more each time, and what has an id of its place', () => {
  const Placed = () => <Card title={useId()} />
  drawn = 0
  for (let times = 0; times < 2; times++) {
    draw(
      <CachedMarkup name="more" by={null}>
        <Card title="now" />
      </CachedMarkup>,
    )
    draw(
      <CachedMarkup name="placed" by="">
        <Placed />
      </CachedMarkup>,
    )
  }
  expect(drawn).toBe(4)
})
