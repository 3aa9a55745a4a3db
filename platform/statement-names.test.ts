import { expect, test } from 'vitest'
import { createStatementNames } from './statement-names.server.ts'

test('a statement that comes again has a name, always the same', () => {
  const nameOf = createStatementNames()
  expect(nameOf('SELECT 1')).toBeUndefined()
  const name = nameOf('SELECT 1')
  expect(name).toBe('palier_0')
  expect(nameOf('SELECT 2')).toBeUndefined()
  expect(nameOf('SELECT 2')).toBe('palier_1')
  expect(nameOf('SELECT 1')).toBe(name)
})

test.each(['SELECT * FROM "Job"', 'SELECT r.*, 1 FROM r', 'UPDATE "Job" SET a = 1 RETURNING *'])('%s stays without a name', (text) => {
  const nameOf = createStatementNames()
  nameOf(text)
  expect(nameOf(text)).toBeUndefined()
})

test('counting is no column', () => {
  const nameOf = createStatementNames()
  nameOf('SELECT count(*) FROM "Job"')
  expect(nameOf('SELECT count(*) FROM "Job"')).toBeDefined()
})

test('there is an end to the names, and to what is remembered for them', () => {
  const nameOf = createStatementNames({ most: 2 })
  for (const text of ['a', 'b', 'c']) {
    nameOf(text)
    nameOf(text)
  }
  expect([nameOf('a'), nameOf('b'), nameOf('c')]).toEqual(['palier_0', 'palier_1', undefined])
})
