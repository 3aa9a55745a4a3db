import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { REALTIME_DOCS, renderRealtimeDocs } from '../scripts/realtime-docs.ts'

test('docs/realtime.md says what the contracts say: `npx tsx scripts/realtime-docs.ts` writes it anew', async () => {
  expect(readFileSync(REALTIME_DOCS, 'utf8')).toBe(await renderRealtimeDocs())
})
