import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRememberingFetch } from './remember-pages.ts'

beforeEach(() => vi.stubGlobal('location', { href: 'http://palier.test/' }))
afterEach(() => vi.unstubAllGlobals())

function scene(answer: (address: string, init?: RequestInit) => Response = () => new Response(String(++asked), { headers: { a: 'b' } })) {
  let back = false
  let nowMs = 0
  const readAgain = vi.fn()
  const ask = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => answer(String(input), init))
  const walk = {
    comesBack: () => {
      const was = back
      back = false
      return was
    },
    onRemembered: readAgain,
  }
  const remembering = createRememberingFetch(ask as typeof fetch, walk, () => nowMs)
  return {
    ask,
    readAgain,
    goOn: async (address: string, init?: RequestInit) => (await remembering(address, init)).text(),
    comeBack: async (address: string) => {
      back = true
      return remembering(address)
    },
    wait: (ms: number) => {
      nowMs += ms
    },
  }
}
let asked = 0
beforeEach(() => {
  asked = 0
})

it('shows a page to which one comes back as it was, and has it read again; going on reads anew', async () => {
  const { goOn, comeBack, readAgain, ask } = scene()
  expect([await goOn('/c/a.data'), await goOn('/c/b.data')]).toEqual(['1', '2'])
  const again = await comeBack('/c/a.data')
  expect([await again.text(), again.headers.get('a'), readAgain.mock.calls.length]).toEqual(['1', 'b', 1])
  expect(ask).toHaveBeenCalledTimes(2)
  expect(await goOn('/c/a.data')).toBe('3')
  expect(await (await comeBack('/c/a.data')).text()).toBe('3')
})

it('asks for what it was never on, what is long ago, and what was refused', async () => {
  const { goOn, comeBack, readAgain, wait } = scene()
  expect(await (await comeBack('/c/a.data')).text()).toBe('1')
  wait(11 * 60_000)
  expect(await (await comeBack('/c/a.data')).text()).toBe('2')
  for (let page = 0; page < 30; page++) await goOn(`/threads/${page}.data`)
  expect(await (await comeBack('/c/a.data')).text()).toBe('33')
  expect(readAgain).not.toHaveBeenCalled()

  // Refused, and led elsewhere, as Remix says it.
  for (const status of [403, 202]) {
    const refusing = scene(() => new Response('no', { status }))
    await refusing.goOn('/c/a.data')
    await refusing.comeBack('/c/a.data')
    expect(refusing.ask).toHaveBeenCalledTimes(2)
  }
})

it('forgets a page that is refused by now', async () => {
  let status = 200
  const { goOn, comeBack, ask } = scene(() => new Response('', { status }))
  await goOn('/c/a.data')
  status = 403
  await goOn('/c/a.data')
  expect((await comeBack('/c/a.data')).status).toBe(403)
  expect(ask).toHaveBeenCalledTimes(3)
})

it('leaves alone what is sent, what is no data of a page, and pages that begin something', async () => {
  const { goOn, comeBack } = scene()
  expect([await goOn('/c/a.data', { method: 'POST' }), await goOn('/feed')]).toEqual(['1', '2'])
  expect(await (await comeBack('/feed')).text()).toBe('3')
  // A form, a player.
  for (const address of ['/me.data', '/c/a/settings.data', '/recordings/b.data']) {
    const first = await goOn(address)
    expect(await (await comeBack(address)).text()).not.toBe(first)
  }
})
