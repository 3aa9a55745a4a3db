import { beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/markdown.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { renderWithMentions } from './render-with-mentions.server.ts'

let ana: Viewer
let ben: Viewer
let chloe: Viewer
let dan: Viewer
let communityId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben, chloe, dan] = await makePeople('Ana', 'Ben Carter', 'Chloé Dubois', 'Dan')
  communityId = (await foundScene(ana, 'closed', { ben, chloe })).id
})

const span = ({ id }: Viewer, words: string) => `<span class="mention" data-member="${id}">${words}</span>`

test('marks who is named, whatever the case and the accents', async () => {
  const { html, mentionedIds } = await renderWithMentions(communityId, 'Ask @ben carter **or @Chloe Dubois**, @Ben Carter first')
  expect(html).toBe(
    `<p>Ask ${span(ben, '@ben carter')} <strong>or ${span(chloe, '@Chloe Dubois')}</strong>, ${span(ben, '@Ben Carter')} first</p>\n`,
  )
  expect(mentionedIds).toEqual([ben.id, chloe.id])
})

test('nothing in code or in links is a mention, and nobody writes one by hand', async () => {
  const source = [
    '`@Ben Carter` [@Ben Carter](https://a.example) <https://a.example/@Ana> https://a.example/@Ana ana@Ana',
    '',
    '    @Ana',
    '',
    '```',
    '@Ana',
    '```',
    `<span class="mention" data-member="${dan.id}">@Dan</span>`,
  ].join('\n')
  const { html, mentionedIds } = await renderWithMentions(communityId, source)
  expect(mentionedIds).toEqual([])
  expect(html).not.toContain('<span')
})

test('only who may read the community is named, and only who is still here', async () => {
  expect((await renderWithMentions(communityId, '@Dan and @Ana')).mentionedIds).toEqual([ana.id])
  await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: new Date() } })
  expect((await renderWithMentions(communityId, '@Dan and @Ana')).mentionedIds).toEqual([])
  await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
  expect((await renderWithMentions(communityId, '@Dan and @Ana')).mentionedIds).toEqual([dan.id])
})

test('of several with the same name all are meant', async () => {
  const [, other] = await makePeople('x', 'BEN CARTER')
  await db.membership.create({ data: { communityId, memberId: other.id } })
  expect(new Set((await renderWithMentions(communityId, '@Ben Carter')).mentionedIds)).toEqual(new Set([ben.id, other.id]))
})

test('a text full of names is bounded, and its words can be read as plain text', async () => {
  const { html } = await renderWithMentions(communityId, `${Array.from({ length: 900 }, (_, at) => `@x${at}`).join(' ')} @Ana <b> & "so"`)
  expect(html).not.toContain('<span')
  const { html: short } = await renderWithMentions(communityId, '# Hello\n\n- @Ana\n- 1 < 2 & "so"')
  expect(plainTextOf(short)).toBe('Hello @Ana 1 < 2 & "so"')
})
