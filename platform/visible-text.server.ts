import { z } from 'zod'

/** Letters that show nothing by themselves: zero-width ones, fillers, spaces, controls, and marks without a letter to stand on. */
const showsSomething = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Z}\p{M}\s\u2800]/u

/** Line and paragraph separators, and controls. */
const breaks = /[\p{Cc}\u2028\u2029]/gu

/** Scripts in which letters are joined, or kept apart, by a letter of no width. */
const joining = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Nko', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil'],
  ...['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan', 'Tai_Tham', 'Balinese', 'Javanese'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('')

/**
 * A letter of no width (what turns directions is one), with those that mean something where they stand in the groups: emoji, flags,
 * ideographs, joining scripts.
 */
const hidden = new RegExp(
  [
    String.raw`(?<=\p{Emoji})\ufe0f|(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]`,
    String.raw`(?<=\p{Script=Han})[\u{e0100}-\u{e01ef}]|(?<=\p{Script=Mongolian})[\u180b-\u180f]`,
    `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`,
    String.raw`(?<hidden>\p{Default_Ignorable_Code_Point})`,
  ].join('|'),
  'gu',
)

/** Whether a text shows anything at all. */
export function hasVisible(text: string): boolean {
  return showsSomething.test(text)
}

/**
 * A text of one line as all others see it: composed (NFC), with single spaces, without what turns directions or is not seen. What joins
 * an emoji's parts, or letters of a script that needs it, stays.
 */
export function tidyLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(breaks, ' ')
    .replace(hidden, (letter, ...rest) => ((rest.at(-1) as { hidden?: string }).hidden ? '' : letter))
    .replace(/\s+/gu, ' ')
    .trim()
}

/** A name, a title, a line: something must be seen of it. At most `most` UTF-16 units; the messages are codes. */
export function lineSchema(most: number, missing: string, tooLong: string) {
  return z
    .string({ error: missing })
    .max(most * 40, tooLong)
    .transform(tidyLine)
    .pipe(z.string().refine(hasVisible, missing).max(most, tooLong))
}

/** As `lineSchema`, where nothing may stand: a line of which nothing is seen is none. */
export function optionalLineSchema(most: number, tooLong: string) {
  return z
    .string('input.invalid')
    .max(most * 40, tooLong)
    .transform((text) => (hasVisible(text) ? tidyLine(text) : ''))
    .pipe(z.string().max(most, tooLong))
}
