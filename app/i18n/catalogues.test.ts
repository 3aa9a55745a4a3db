import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { findUnusedTexts } from '#tests/find-unused-texts.ts'
import { en } from './en/index.ts'
import { fr } from './fr/index.ts'

/** The compiler reads the whole app: minutes, on a machine that is busy. */
const COMPILING_MS = 180_000

const root = path.resolve(import.meta.dirname, '../..')

function sourcesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(
      (file) => !file.includes(`${path.sep}i18n${path.sep}en${path.sep}`) && !file.includes(`${path.sep}i18n${path.sep}fr${path.sep}`),
    )
    .map((file) => readFileSync(file, 'utf8'))
}

/** The paths of all texts in a catalogue, as `feed.empty.title`. */
function keysOf(catalogue: object, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  )
}

/** What stands between quotes in a file of texts, as it was written. */
function literalsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) found.push(node.getText(source))
    node.forEachChild(look)
  }
  look(source)
  return found
}

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(keysOf(fr).sort()).toEqual(keysOf(en).sort())
  })

  it(
    'have no text that is never shown',
    () => {
      expect(findUnusedTexts(root)).toEqual([])
    },
    COMPILING_MS,
  )

  it('leave no French mark alone at the head of a line', () => {
    const folder = path.join(root, 'app/i18n/fr')
    const texts = readdirSync(folder).flatMap((name) => literalsIn(path.join(folder, name)))
    expect(texts.filter((text) => / [:;?!»]|« /.test(text))).toEqual([])
  })

  it('have no error that nothing throws', () => {
    const everything = ['app', 'rooms', 'communities', 'platform'].flatMap(sourcesOf).join('\n')
    const unused = Object.keys(en.errors).filter((code) => !["'", '"', '`', '.'].some((mark) => everything.includes(`${mark}${code}`)))
    expect(unused).toEqual([])
  })

  it('say every code that a use case can throw', () => {
    const thrown = [
      ...['rooms', 'communities', 'platform']
        .flatMap(sourcesOf)
        .join('\n')
        .matchAll(/(?:DomainError|InvalidInput|RoomError)\((?:\{[^}]*?:\s*)?'([a-zA-Z]+\.[a-zA-Z.]+)'/g),
    ].map((match) => match[1])
    expect(thrown.filter((code) => !(String(code) in en.errors))).toEqual([])
  })

  it('are brought only by code that speaks of them', () => {
    const idle = sourcesOf('app').flatMap((source) => {
      const [brings, areas] = /^const useText = textsOf\(([^)]*)\)/m.exec(source) ?? []
      if (!brings) return []
      const rest = source.replace(brings, '')
      const [, name] = /export (?:default )?(?:function|const) (\w+)/.exec(source) ?? []
      return [...String(areas).matchAll(/'(\w+)'/g)]
        .map(([, area]) => area)
        .filter((area) => !(area === 'errors' ? /errorText\(/ : new RegExp(`\\b${area}\\b`)).test(rest))
        .map((area) => `${name}: ${area}`)
    })
    expect(idle).toEqual([])
  })

  it('leave nothing untranslated that is more than a name', () => {
    const same = keysOf(en).filter((key) => {
      const at = (catalogue: object) =>
        key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], catalogue)
      const [english, french] = key.startsWith('errors.')
        ? [(en.errors as Record<string, unknown>)[key.slice(7)], (fr.errors as Record<string, unknown>)[key.slice(7)]]
        : [at(en), at(fr)]
      return typeof english === 'string' && english === french && /\s/.test(english)
    })
    expect(same).toEqual([])
  })
})
