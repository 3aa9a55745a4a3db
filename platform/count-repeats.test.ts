import { expect, test } from 'vitest'
import { countRepeats } from './count-repeats.server.ts'

function flood(lines: Iterable<string>) {
  const told: [string, number][] = []
  const repeats = countRepeats((what, times) => told.push([what, times]))
  const written = [...lines].filter((line) => repeats.isWritten(line))
  repeats.endWindow()
  return { written, told, repeats }
}

test('of ten thousand lines that say the same, a few are written, and how many more there were is told once', () => {
  const { written, told } = flood(Array.from({ length: 10_000 }, () => 'socket event failed'))
  expect(written).toHaveLength(20)
  expect(told).toEqual([['socket event failed', 9_980]])
})

test('a line that says something else is written beside a flood, and the same line again in the next window', () => {
  const { written, told, repeats } = flood([...Array.from({ length: 100 }, () => 'redis connection lost'), 'request failed'])
  expect(written.filter((line) => line === 'request failed')).toHaveLength(1)
  expect(told).toEqual([['redis connection lost', 80]])
  expect(repeats.isWritten('redis connection lost')).toBe(true)
})

test('ten thousand lines that all differ do not fill the log, or the memory, either', () => {
  const { written, told } = flood(Array.from({ length: 10_000 }, (_, index) => `line ${index}`))
  expect(written.length).toBeLessThan(600)
  expect(told).toEqual([['other lines', 10_000 - written.length]])
})
