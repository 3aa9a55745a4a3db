// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { act } from 'react-dom/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { AttemptField } from './attempt-field.tsx'

const refusal = (code: string): ActionAnswer<null> => ({ ok: false, code, fields: {}, details: {}, typed: {} })

let place: HTMLElement
let root: ReturnType<typeof createRoot>
beforeEach(() => {
  place = document.createElement('form')
  root = createRoot(place)
})
afterEach(() => act(async () => root.unmount()))

async function keyAfter(attempt: string, answer?: ActionAnswer<null>): Promise<string | undefined> {
  await act(async () => root.render(<AttemptField attempt={attempt} answer={answer} />))
  return place.querySelector('input')?.value
}

test('the key stands in the page before any script has come', () => {
  const html = renderToString(<AttemptField attempt="first" />)
  expect(html).toContain('name="clientId"')
  expect(html).toContain('value="first"')
})

test('the key stays until the page is read again, or until it is used up by something else', async () => {
  expect(await keyAfter('first')).toBe('first')
  expect(await keyAfter('first', refusal('name.missing'))).toBe('first')
  const usedUp = refusal('attempt.changed')
  const next = await keyAfter('first', usedUp)
  expect(next).toMatch(/^[\da-f-]{36}$/)
  expect(await keyAfter('first', usedUp)).toBe(next)
  expect(await keyAfter('second', { ok: true, value: null })).toBe('second')
})
