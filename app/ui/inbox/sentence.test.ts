import { expect, test } from 'vitest'
import { inbox as english } from '#app/i18n/en/inbox.ts'
import { makeFormat } from '#app/i18n/format.tsx'
import { inbox as french } from '#app/i18n/fr/inbox.ts'
import type { InboxEntry } from '#communities/inbox/contract.ts'
import { sentenceOf } from './sentence.ts'

const told: InboxEntry = {
  ...{ id: '', kind: 'recordingExpires', actor: null, excerpt: '', count: 1, watchable: true, read: false, done: false },
  community: { slug: 'design', name: 'Design' },
  room: { slug: 'table', name: 'Table' },
  ...{ threadId: null, replyId: null, sessionId: null, actionId: null },
  happenedAt: '2026-11-24T23:30:00.000Z',
}

test('of a recording that goes, the day is named, by the calendar of the reader’s zone: the sentence stands there for a week', () => {
  expect(sentenceOf({ inbox: english }, told, makeFormat('en', 'Europe/Paris'))).toBe(
    'A recording of Table will be deleted on 2 December 2026',
  )
  expect(sentenceOf({ inbox: french }, told, makeFormat('fr', 'UTC'))).toBe('Un enregistrement de Table sera supprimé le 1er décembre 2026')
})
