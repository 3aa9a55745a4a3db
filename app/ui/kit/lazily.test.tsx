// @vitest-environment happy-dom
import { Component, type ReactNode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { act } from 'react-dom/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WAITED_FOR } from '#app/http/patient-fetch.ts'
import { startText } from '#app/i18n/areas.ts'
import { en } from '#app/i18n/en/index.ts'
import { loadText } from '#app/i18n/load-text.ts'
import { TextProvider } from '#app/i18n/text.tsx'
import { lazily } from './lazily.tsx'

type Part = { default: () => ReactNode }

/** What has been asked of the network, in order; each answer is given by the test. */
let asked: { arrive: (part?: Part['default']) => Promise<void>; fail: () => Promise<void> }[]
const load = () =>
  new Promise<Part>((resolve, reject) => {
    asked.push({
      arrive: (part = () => <p>the part</p>) => act(async () => resolve({ default: part })),
      fail: () => act(async () => reject(new Error('offline'))),
    })
  })

class Page extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError = () => ({ broken: true })
  override render = () => (this.state.broken ? 'the page is broken' : this.props.children)
}

let place: HTMLElement
let root: ReturnType<typeof createRoot>
const show = (parts: ReactNode) =>
  act(async () =>
    root.render(
      <Page>
        <TextProvider text={en} language="en">
          <Suspense fallback="loading">{parts}</Suspense>
        </TextProvider>
      </Page>,
    ),
  )
const tryAgain = (at = 0) => act(async () => place.querySelectorAll('button')[at]?.click())

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('navigator', { onLine: false })
  // React writes down what an error boundary caught.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await startText((area) => loadText('en', area))
  asked = []
  place = document.createElement('div')
  root = createRoot(place)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('a part that cannot be had says so in its place, and is asked for anew as often as one likes', async () => {
  const Lazy = lazily(load)
  await show(<Lazy />)
  await asked[0]?.fail()
  expect(place.textContent).toBe(`${en.common.notLoaded}${en.common.retry}`)
  await tryAgain()
  expect(place.textContent).toContain('loading')
  await asked[1]?.fail()
  expect(place.textContent).toContain(en.common.reloadHint)
  await tryAgain()
  await asked[2]?.arrive()
  expect(place.textContent).toBe('the part')
  expect(asked).toHaveLength(3)
})

test('nothing is asked for again but by a person: closing and opening it is one way', async () => {
  const Lazy = lazily(load)
  await show(<Lazy />)
  await asked[0]?.fail()
  await show('closed')
  expect(asked).toHaveLength(1)
  await show(<Lazy />)
  await asked[1]?.arrive()
  expect(place.textContent).toBe('the part')
})

test('of two in the same need, each comes back where it is asked to, by one request', async () => {
  const Lazy = lazily(load)
  await show([<Lazy key="a" />, <Lazy key="b" />])
  await asked[0]?.fail()
  await tryAgain(0)
  await asked[1]?.arrive()
  expect(place.textContent).toBe(`the part${en.common.notLoaded}${en.common.retry}`)
  await tryAgain()
  expect(place.textContent).toBe('the partthe part')
  expect(asked).toHaveLength(2)
})

test("what goes wrong in the part itself is the page's matter", async () => {
  const Lazy = lazily(load)
  await show(<Lazy />)
  await asked[0]?.arrive(() => {
    throw new Error('a bug')
  })
  expect(place.textContent).toBe('the page is broken')
})

test('a server that is away is waited for, and what it has not any more is said to be missing', async () => {
  vi.stubGlobal('navigator', { onLine: true })
  let isBack = () => {}
  const waited = vi.fn(() => new Promise<void>((resolve) => (isBack = resolve)))
  vi.stubGlobal('fetch', waited)
  const Lazy = lazily(load)
  await show([<Lazy key="a" />])
  await asked[0]?.fail()
  expect(place.textContent).toBe('loading')
  expect(waited).toHaveBeenCalledWith(WAITED_FOR)
  expect(asked).toHaveLength(1)
  await act(async () => isBack())
  await asked[1]?.fail()
  expect(place.textContent).toContain(en.common.notLoaded)
  await tryAgain()
  await asked[2]?.arrive()
  expect(place.textContent).toBe('the part')
})
