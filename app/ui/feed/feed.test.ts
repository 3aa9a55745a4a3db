import { describe, expect, it } from 'vitest'
import { MARKDOWN_MAX as MARKDOWN_MAX_ON_SERVER } from '#communities/threads/fields.server.ts'
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
