import { expect, test } from 'vitest'
import type { ChatLineCard } from '#rooms/chat/contract.ts'
import { type LineIntent, withChanges } from './line-changes.ts'

const line = (id: string): ChatLineCard => ({
  id,
  clientId: id,
  position: 1,
  rev: 1,
  author: null,
  markdown: 'Oak',
  html: '<p>Oak</p>',
  replyTo: null,
  reactions: [{ emoji: '👍', memberIds: ['ben'] }],
  createdAt: '2026-11-24T12:00:00.000Z',
  editedAt: null,
  deleted: false,
})
const change = (...intents: LineIntent[]) =>
  withChanges(
    [line('a'), line('b')],
    intents.map((intent, at) => ({ key: String(at), memberId: 'ana', intent })),
  )

test('a deleted line is gone at once; one that comes back waits for its words', () => {
  expect(change({ intent: 'delete', lineId: 'a' })).toEqual([line('b')])
  expect(change({ intent: 'delete', lineId: 'a', restore: true })).toEqual([line('a'), line('b')])
})

test('a changed line shows what was typed, as letters', () => {
  const [changed] = change({ intent: 'edit', lineId: 'a', markdown: '**Beech** <b>\n& ash' })
  expect(changed).toMatchObject({ markdown: '**Beech** <b>\n& ash', html: '<p>**Beech** &lt;b&gt;<br>&amp; ash</p>' })
  expect(change({ intent: 'edit', lineId: 'a', markdown: 'Oak' })).toEqual([line('a'), line('b')])
})

test('a reaction counts once, is taken back, and goes with the last one', () => {
  const on = { intent: 'react', lineId: 'a', emoji: '👍', on: true } as const
  const off = { ...on, on: false }
  expect(change(on, on)[0]?.reactions).toEqual([{ emoji: '👍', memberIds: ['ben', 'ana'] }])
  expect(change(on, off)[0]).toEqual(line('a'))
  expect(change(off)[0]).toEqual(line('a'))
  expect(change({ ...on, emoji: '🎉' })[0]?.reactions).toHaveLength(2)
  expect(change({ ...on, emoji: '🎉' }, { ...off, emoji: '🎉' })[0]).toEqual(line('a'))
  expect(change({ ...on, emoji: 'oak' })[0]).toEqual(line('a'))
})
