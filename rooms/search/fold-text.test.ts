import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, unfoldedText } from './fold-text.server.ts'

test('accents, case and ligatures make no difference', () => {
  expect(foldText('Réunion d’Équipe, ŒUVRE, «\u00a0garçon\u00a0»')).toBe("reunion d'equipe, oeuvre,   garcon  ")
  expect(foldText('Re\u0301union')).toBe('reunion')
})

test('letter by letter: the folded text has as many as the one beside it, and folding it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const plain = unfoldedText(text)
      const folded = foldText(plain)
      expect([...folded].length).toBe([...plain].length)
      expect(foldText(text)).toBe(folded)
    }),
  )
})
