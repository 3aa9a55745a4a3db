import { beforeEach, describe, expect, it, vi } from 'vitest'
import { en } from './en/index.ts'
import type { Area, Text } from './text.tsx'

/** The module keeps one page's texts: each test is a page of its own. */
let page: typeof import('./areas.ts')
/** What has been asked of the network, in order; each answer is given by the test. */
let asked: { area: Area; arrive: () => void; fail: () => void }[]

function load<A extends Area>(area: A): Promise<Text[A]> {
  return new Promise((resolve, reject) => {
    asked.push({ area, arrive: () => resolve(en[area]), fail: () => reject(new Error(`${area} cannot be had`)) })
  })
}

function ask(at: number) {
  const request = asked[at]
  if (!request) throw new Error(`nothing was asked for ${at + 1} times`)
  return request
}

beforeEach(async () => {
  asked = []
  vi.resetModules()
  page = await import('./areas.ts')
})

describe('the texts of a page', () => {
  it('are there before it comes alive, each area asked for once, and no other', async () => {
    page.want(['common', 'feed'])
    page.want(['feed', 'rooms'])
    const started = page.startText(load)
    expect(asked.map(({ area }) => area)).toEqual(['common', 'feed', 'rooms'])
    for (const { arrive } of asked) arrive()
    expect(await started).toEqual({ common: en.common, feed: en.feed, rooms: en.rooms })
  })

  it('grow by what later code brings', async () => {
    const text = await page.startText(load)
    page.want(['call'])
    ask(0).arrive()
    await page.textReady()
    expect(text).toEqual({ call: en.call })
  })

  it('tell a screen once that they cannot be had, and are asked for again by the next', async () => {
    const text = await page.startText(load)
    page.want(['call'])
    const wait = page.arrivalOf('call')
    ask(0).fail()
    await expect(wait).rejects.toThrow('call cannot be had')
    expect(() => page.arrivalOf('call')).toThrow('call cannot be had')
    expect(asked).toHaveLength(1)

    const again = page.arrivalOf('call')
    ask(1).arrive()
    await again
    expect(text).toEqual({ call: en.call })
  })

  it('keep a page from coming alive without them', async () => {
    page.want(['common'])
    const started = page.startText(load)
    ask(0).fail()
    await expect(started).rejects.toThrow('common cannot be had')
  })
})
