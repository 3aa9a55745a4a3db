import { expect, test } from 'vitest'
import { Doc } from 'yjs'
import { createNotesCursors } from './notes-cursors.ts'

const place = { tname: 'notes', assoc: 0 }
const cursor = { anchor: place, head: place }
const ben = { id: '0199f5a0-0000-7000-8000-000000000002', name: 'Ben' }
const emma = { id: '0199f5a0-0000-7000-8000-000000000005', name: 'Emma' }

test('who is taken away points no more, from any browser of theirs, and at once; the others stay', () => {
  const cursors = createNotesCursors(new Doc(), () => {})
  const shown = () => [...cursors.awareness.getStates().values()].flatMap((state) => state['user']?.name ?? [])
  const point = (clientId: number | null, person: typeof ben, where: typeof cursor | null) =>
    cursors.pointed({ sessionId: 'session', clientId, person, cursor: where })
  point(7, ben, cursor)
  point(8, ben, cursor)
  point(9, emma, cursor)
  expect(shown()).toEqual(['Ben', 'Ben', 'Emma'])
  const removed: number[] = []
  cursors.awareness.on('change', (change: { removed: number[] }) => removed.push(...change.removed))
  point(null, ben, null)
  expect(shown()).toEqual(['Emma'])
  expect(removed).toEqual([7, 8])
  cursors.close()
})
