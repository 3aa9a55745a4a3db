import { expect, test } from 'vitest'
import { de } from './elide.ts'
import { common } from './fr/common.ts'

test.each([
  ['Ben', 'de Ben'],
  ['Ana', 'd’Ana'],
  ['Élise', 'd’Élise'],
  ['Hélène', 'd’Hélène'],
  ['Yves', 'd’Yves'],
  ['Yann', 'de Yann'],
  ['Œuvres', 'd’Œuvres'],
  ['\u2068كلوي\u2069', 'de \u2068كلوي\u2069'],
])('French "de" before %s', (name, written) => {
  expect(de(name)).toBe(written)
})

test('no French sentence puts a bare "de" before a name', async () => {
  const catalogues = Object.values(import.meta.glob('./fr/*.ts', { query: '?raw', import: 'default', eager: true }))
  expect(catalogues.length).toBeGreaterThan(10)
  for (const source of catalogues) expect(source).not.toMatch(/\bde \$\{(names?|room|community|workspace)\}/)
  expect(common.goOnAs({ name: 'Emma' })).toBe('Continuer avec le compte d’Emma')
})
