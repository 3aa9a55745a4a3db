import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { drawIcons } from '../../../scripts/make-icons.mjs'

test('the file of drawings has every icon that is named, as lucide draws it now: `node scripts/make-icons.mjs` makes it anew', async () => {
  expect(readFileSync(path.join(import.meta.dirname, 'icons.svg'), 'utf8')).toBe(await drawIcons())
})
