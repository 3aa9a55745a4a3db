import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../../..')

/** The names of fields, and the values of enumerations and intents, that the product's own sources know: most of what is sent should be nearly right. */
export function readVocabulary(): { fields: string[]; words: string[] } {
  const sources = ['app/routes', 'communities', 'rooms'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?)$/.test(entry.name) && !entry.name.includes('.test.'))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
  )
  const text = sources.join('\n')
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])
  const fields = found(/^\s+([a-z]\w*): (?:z\.|\w+Schema\b|z$)/gm).concat(found(/form\['(\w+)'\]/g), found(/searchParams\.get\('(\w+)'\)/g))
  const lists = found(/z\.enum\(\[([^\]]*)\]/g).flatMap((list) => [...list.matchAll(/'([^']+)'/g)].flatMap((match) => match[1] ?? []))
  const words = lists.concat(
    found(/case '(\w+)'/g),
    found(/=== '(\w+)'/g),
    found(/^const intents[^=]*= \{\s*([^}]*)\}/gm).flatMap((list) => list.match(/\b[a-z]\w*(?=[,:\s])/g) ?? []),
  )
  return { fields: [...new Set(fields)].sort(), words: [...new Set(words)].sort() }
}
