/** Letters that are written from right to left (Hebrew, Arabic, Syriac, N’Ko, Adlam…), and the marks that turn a line around. */
const TURNS_THE_LINE = /[\u0590-\u08FF\u200F\u202A-\u202E\u2067\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** A name, or other words of a person, as they can stand in a sentence: what is written from right to left does not turn what is around it. */
export function isolate(words: string): string {
  return TURNS_THE_LINE.test(words) ? `\u2068${words}\u2069` : words
}

/** The same texts; all words that are put into their sentences are isolated. */
export function isolating<Texts extends object>(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, isolatingOne(text)])) as Texts
}

function isolatingOne(text: unknown): unknown {
  if (typeof text === 'function') {
    return (args: Record<string, unknown>) =>
      text(Object.fromEntries(Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value])))
  }
  return typeof text === 'object' && text !== null && !Array.isArray(text) ? isolating(text) : text
}
