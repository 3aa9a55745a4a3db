import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { listRoutes } from './list-routes.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const sources = ['app', 'rooms', 'communities', 'platform']
  .flatMap((folder) => readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|journey)\./.test(entry.name))
  .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
  .concat('server.ts', 'recorder.ts')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const filesWith = (pattern: RegExp) => sources.filter((file) => pattern.test(read(file))).sort()

/** What everybody has to pass: whatever is thrown becomes an answer, ids are ids, and who asks is known before a body is read. */
const DOORS = /^export const (loader|action) = (memberPage|memberAction|memberJson|publicPage|publicAction)\b/gm
/** Its answer is put together from what `memberAction` gives. */
const PUT_TOGETHER = ['routes/rooms-api/ticket.ts action']

test('every loader and every action is made by a door', async () => {
  const undone = (await listRoutes()).concat({ file: 'root.tsx', hasLoader: true, hasAction: false } as never).flatMap((route) => {
    const through = [...read(path.join('app', route.file)).matchAll(DOORS)].map((match) => match[1])
    const exported = [...(route.hasLoader ? ['loader'] : []), ...(route.hasAction ? ['action'] : [])]
    return exported.filter((name) => !through.includes(name)).map((name) => `${route.file} ${name}`)
  })
  expect(undone).toEqual(PUT_TOGETHER)
})

test('bodies of requests are read by one file, within the limits of a door', () => {
  const reading = filesWith(/\b(request|args\.request)\.(formData|json|text|arrayBuffer|blob|bytes|body)\b/).filter(
    // It asks others.
    (file) => file !== 'platform/store-in-bucket.server.ts',
  )
  expect(reading).toEqual(['app/http/read-form.server.ts'])
})

test('every server is behind the guard, and upgrades are taken where the guard knows their path', () => {
  expect(filesWith(/\bcreateServer\(/)).toEqual(['platform/serve-metrics.server.ts', 'server.ts'])
  expect(read('platform/serve-metrics.server.ts')).toContain('guardServer(server')
  expect(read('app/entry.server.tsx')).toContain('guardServer(server')
  for (const process of ['server.ts', 'recorder.ts']) expect(read(process)).toMatch(/\bstayUp\(\)/)
})
