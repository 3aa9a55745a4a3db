import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCallStore } from './call-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is held back is told once, with the newest view: after a while, or as soon as somebody says so', () => {
  const store = createCallStore()
  const seen: boolean[] = []
  store.subscribe(() => seen.push(store.view.sharing))
  store.drawIn(10)
  store.drawIn(1_000)
  store.update({ sharing: true })
  store.update({ sharing: false })
  expect(seen).toEqual([])
  vi.advanceTimersByTime(10)
  expect(seen).toEqual([false])
  store.update({ sharing: true })
  expect(seen).toEqual([false, true])

  store.drawIn(10)
  store.update({ sharing: false })
  store.draw()
  vi.advanceTimersByTime(1_000)
  expect(seen).toEqual([false, true, false])
})
