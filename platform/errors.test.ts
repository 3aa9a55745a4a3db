import { expect, test } from 'vitest'
import { z } from 'zod'
import { InvalidInput, parseInput } from './errors.server.ts'

test('U+0000 is taken out of what is typed, wherever it is; a file stays what it is', () => {
  const schema = z.object({ text: z.string().min(1, 'text.missing'), lines: z.array(z.object({ title: z.string() })), photo: z.unknown() })
  const photo = new File(['\u0000'], 'face.png')
  const parsed = parseInput(schema, { text: 'Hel\u0000lo', lines: [{ title: '\u0000Chairs' }], photo })
  expect(parsed).toEqual({ text: 'Hello', lines: [{ title: 'Chairs' }], photo })
  expect(parsed.photo).toBe(photo)
  expect(() => parseInput(schema, { text: '\u0000', lines: [] })).toThrow(InvalidInput)
})
