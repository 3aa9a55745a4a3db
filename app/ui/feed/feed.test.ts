import { describe, expect, it } from 'vitest'
import type { ThreadItem } from '#communities/threads/contract.ts'
import { MARKDOWN_MAX as MARKDOWN_MAX_ON_SERVER } from '#communities/threads/fields.server.ts'
import { goneSince } from './gone-since.ts'
import { withReaction } from './reactions.tsx'
import { MARKDOWN_MAX } from './writing-box.tsx'
import { isLong } from './written.tsx'

describe('a reaction before the server has agreed', () => {
  const party = { emoji: '🎉', count: 2, mine: false }

  it('is counted, and taken away again', () => {
    const on = withReaction([party], '🎉', true)
    expect(on).toEqual([{ emoji: '🎉', count: 3, mine: true }])
    expect(withReaction(on, '🎉', false)).toEqual([party])
  })

  it('adds a new emoji, and goes with the last one', () => {
    const on = withReaction([party], '👍', true)
    expect(on).toEqual([party, { emoji: '👍', count: 1, mine: true }])
    expect(withReaction(on, '👍', false)).toEqual([party])
  })

  it('changes nothing when it is repeated', () => {
    const on = withReaction([], '👍', true)
    expect(withReaction(on, '👍', true)).toEqual(on)
    expect(withReaction([party], '🎉', false)).toEqual([party])
  })
})

describe('a text in the feed', () => {
  it('is folded when it has many letters, or many lines', () => {
    expect(isLong('<p>Short</p>')).toBe(false)
    expect(isLong(`<p>${'a'.repeat(1_300)}</p>`)).toBe(true)
    expect(isLong(`<ul>${'<li>a</li>'.repeat(30)}</ul>`)).toBe(true)
  })

  it('has the length that the server takes', () => {
    expect(MARKDOWN_MAX).toBe(MARKDOWN_MAX_ON_SERVER)
  })
})

describe('a feed that is read again', () => {
  const thread = (id: string, minute: number) =>
    ({ id, lastActivityAt: new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString() }) as ThreadItem
  const onScreen = [thread('c', 3), thread('b', 2), thread('a', 1)]

  it('lacks what was deleted', () => {
    const now = { threads: [thread('c', 3), thread('a', 1)], nextCursor: null }
    expect(goneSince(onScreen, now)).toEqual(new Set(['b']))
    expect(goneSince(onScreen, { ...now, nextCursor: 'more' })).toEqual(new Set(['b']))
    expect(goneSince(onScreen, { threads: [], nextCursor: null })).toEqual(new Set(['a', 'b', 'c']))
  })

  it('still has what others were posted on top of, and what moved up', () => {
    const now = { threads: [thread('e', 5), thread('a', 4), thread('c', 3)], nextCursor: 'more' }
    expect(goneSince(onScreen, now)).toEqual(new Set())
  })
})
