import { performance } from 'node:perf_hooks'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { plainTextOf } from '#platform/plain-text.server.ts'
import { foundScene, makePeople } from '#tests/communities-scene.ts'
import { truncateAll } from '#tests/database.ts'
import { renderPlain, renderVisible, renderWithMentions } from './render-with-mentions.server.ts'
import { renderNaming } from './render-worker.server.ts'

/** As long as a follow-up may be. */
const FOLLOW_UP_LETTERS = 50_000

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

describe('the longest text leaves everybody else their turn while it is rendered', () => {
  /** Whether anything else had a turn of the event loop meanwhile. Nothing here waits for the database: it would give one too. */
  async function leavesTurns(work: () => Promise<unknown>): Promise<boolean> {
    let turned = false
    setImmediate(() => {
      turned = true
    })
    await work()
    return turned
  }
  const worst = '- [ ] a\n'.repeat(FOLLOW_UP_LETTERS / 8)

  test('where nobody is named', async () => {
    expect(await leavesTurns(() => renderPlain(worst))).toBe(true)
    expect(await leavesTurns(() => renderVisible(communityId, worst))).toBe(true)
    expect(await leavesTurns(() => renderPlain('short'))).toBe(false)
  })

  test('where people are named: the event loop is at work for less than half of what rendering takes', async () => {
    const naming = '- [ ] @Ana\n'.repeat(FOLLOW_UP_LETTERS / 11)
    const { html } = await renderWithMentions(communityId, naming)
    expect(html.match(/data-member/g)).toHaveLength(Math.floor(FOLLOW_UP_LETTERS / 11))
    const busyMs = async (work: () => unknown) => {
      const rounds: number[] = []
      for (let round = 0; round < 3; round++) {
        const before = performance.eventLoopUtilization()
        await work()
        // A turn, so that what was done in this one counts.
        await new Promise(setImmediate)
        rounds.push(performance.eventLoopUtilization(before).active)
      }
      return Math.min(...rounds)
    }
    const people = [{ id: ana.id, name: ana.name }]
    const hereMs = await busyMs(() => renderNaming({ markdown: naming, people }))
    expect(await busyMs(() => renderWithMentions(communityId, naming))).toBeLessThan(hereMs / 2)
  })
})
