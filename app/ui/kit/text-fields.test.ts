import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const app = path.resolve(import.meta.dirname, '../..')
/** Fields in which nobody writes words: what is typed in them is written from left to right in every language, or chosen. */
const NO_WORDS = ['checkbox', 'date', 'file', 'hidden', 'radio', 'range', 'url']
/** An address to be copied, and a picker of one emoji. */
const EXCEPT = ['copy-field.tsx', 'reactions.tsx']

type Field = ts.JsxSelfClosingElement | ts.JsxOpeningElement

function fieldsIn(file: string): { field: Field; source: ts.SourceFile }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: { field: Field; source: ts.SourceFile }[] = []
  const look = (node: ts.Node): void => {
    if ((ts.isJsxSelfClosingElement(node) || ts.isJsxOpeningElement(node)) && /^(input|textarea)$/.test(node.tagName.getText(source))) {
      found.push({ field: node, source })
    }
    node.forEachChild(look)
  }
  look(source)
  return found
}

function attribute({ field, source }: { field: Field; source: ts.SourceFile }, name: string): string | undefined {
  const one = field.attributes.properties.find((property) => ts.isJsxAttribute(property) && property.name.getText(source) === name)
  return one && ts.isJsxAttribute(one) && one.initializer && ts.isStringLiteral(one.initializer) ? one.initializer.text : undefined
}

test('every field in which people write words goes by their first letter', () => {
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !file.includes('.test.') && !EXCEPT.includes(path.basename(file)),
  )
  const fields = files.flatMap((file) => fieldsIn(path.join(app, file)).map((found) => ({ file, found })))
  expect(fields.length).toBeGreaterThan(10)
  const left = fields
    .filter(({ found }) => !NO_WORDS.includes(attribute(found, 'type') ?? '') && attribute(found, 'dir') !== 'auto')
    .map(({ file, found }) => `${file}:${found.source.getLineAndCharacterOfPosition(found.field.getStart()).line + 1}`)
  expect(left).toEqual([])
})
