import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Who loads turbo-stream in these folders, and what of it they call. */
function usersOf(folder: string): { file: string; calls: string[] }[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|ts|tsx|mjs)$/.test(entry.name) && !entry.parentPath.includes('/esm'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      if (!/(from|require\() ?'turbo-stream'/.test(text)) return []
      return [{ file: path.relative(ROOT, file), calls: [...text.matchAll(/turboStream\.(\w+)/g)].map((match) => match[1] ?? '') }]
    })
}

// CVE-2026-34077 is about what its decoder makes of bytes that somebody else wrote.
test('the server encodes with turbo-stream, and decodes nothing that is sent to it', () => {
  const inServer = usersOf('node_modules/@remix-run/server-runtime/dist')
  expect(inServer.length).toBeGreaterThan(0)
  expect(new Set(inServer.flatMap(({ calls }) => calls))).toEqual(new Set(['encode']))
  expect(usersOf('node_modules/@remix-run/node/dist')).toEqual([])
  for (const folder of ['app', 'rooms', 'communities', 'platform']) expect(usersOf(folder)).toEqual([])
})

test('the browser decodes answers of the app alone: what it asks for has its own origin', () => {
  const inBrowser = usersOf('node_modules/@remix-run/react/dist').filter(({ calls }) => calls.includes('decode'))
  expect(inBrowser.map(({ file }) => path.basename(file))).toEqual(['single-fetch.js'])
  const text = readFileSync(path.join(ROOT, 'node_modules/@remix-run/react/dist/single-fetch.js'), 'utf8')
  expect(text).toContain('window.location.origin')
})
