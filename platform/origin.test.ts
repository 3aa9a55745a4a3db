import { expect, test } from 'vitest'
import { isOwnOrigin } from './origin.server.ts'

const host = 'palier.example'

test.each([
  ['a page of ours', { host, origin: 'https://palier.example', 'sec-fetch-site': 'same-origin' }, true],
  ['a page of ours in a browser that sends no Sec-Fetch-Site', { host, origin: 'https://palier.example' }, true],
  ['a typed address', { host, 'sec-fetch-site': 'none' }, true],
  ['no browser at all', { host }, true],
  ['another site', { host, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
  ['another site in an old browser', { host, origin: 'https://evil.example' }, false],
  ['a sister site', { host, origin: 'https://blog.example', 'sec-fetch-site': 'same-site' }, false],
  ['another site that sends no Origin', { host, 'sec-fetch-site': 'cross-site' }, false],
  ['our name over another scheme', { host, origin: 'http://palier.example', 'sec-fetch-site': 'cross-site' }, false],
  ['a page without an origin', { host, origin: 'null' }, false],
  ['another port', { host: 'palier.example:3000', origin: 'http://palier.example:4000' }, false],
])('%s', (_, headers, own) => {
  expect(isOwnOrigin({ headers })).toBe(own)
})
