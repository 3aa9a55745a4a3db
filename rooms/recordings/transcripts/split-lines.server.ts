import type { Stretch } from '#rooms/recordings/contract.ts'
import type { HeardSegment } from './engine/engine.server.ts'

/** What can be read while it is said. */
export const LINE_MAX_MS = 8_000
export const LINE_MAX_LETTERS = 120
/** Two sentences that are shorter stay together. */
const SHORT_LETTERS = 40
/** Who pauses longer begins another line. */
const PAUSE_MS = 1_000
/** Engines that jump over silences put a word or two of a sentence on the wrong side of one. */
const LOST_WORDS = 2
const LOST_MS = 2_000

export interface Line extends Stretch {
  text: string
}

type Word = Line

/**
 * What somebody said, in lines as long as captions are: they end with sentences where they can, else between clauses, else between words.
 * Every word is in one of them, in order; each line begins where the last one ends, or later.
 */
export function splitLines(segments: readonly HeardSegment[]): Line[] {
  const lines: Line[] = []
  let line: Word[] = []
  const end = (count = line.length) => {
    if (count > 0) lines.push(join(line.slice(0, count)))
    line = line.slice(count)
  }
  for (const word of inOrder(segments.flatMap(readWords).flatMap(cutLong))) {
    const last = line.at(-1)
    if (last && (word.startMs - last.endMs >= PAUSE_MS || (endsSentence(last.text) && lettersOf(line) >= SHORT_LETTERS))) end()
    while (line.length > 0 && !fits([...line, word])) end(findBreak(line))
    line.push(word)
  }
  end()
  return lines
}

/** Where a line that is too long is broken: after how many of its words. */
function findBreak(line: readonly Word[]): number {
  const after = (ends: (text: string) => boolean) => line.findLastIndex(({ text }) => ends(text)) + 1
  const sentence = after(endsSentence)
  if (sentence > 0) return sentence
  const clause = after((text) => /[,;:–—]$/.test(text))
  return clause * 2 >= line.length ? clause : line.length
}

function readWords({ startMs, endMs, text, words }: HeardSegment): Word[] {
  const timed: Word[] = []
  for (const word of words) {
    const last = timed.at(-1)
    // A part of a word has no space before it.
    if (last && !/^\s/.test(word.text)) {
      last.text += word.text
      last.endMs = word.endMs
    } else timed.push({ ...word })
  }
  const told = timed.map((word) => ({ ...word, text: word.text.trim() })).filter((word) => word.text !== '')
  if (told.length > 0) return bringBack(told)
  // Spread over the time by their letters.
  const letters = text.length || 1
  const at = (index: number) => Math.round(startMs + ((endMs - startMs) * index) / letters)
  return [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], startMs: at(match.index), endMs: at(match.index + match[0].length) }))
}

/** A sentence stays together: the few words of it that lie apart go to where the others are. */
function bringBack(words: readonly Word[]): Word[] {
  const gap = words.findIndex((word, at) => {
    const next = words[at + 1]
    return next !== undefined && next.startMs - word.endMs >= LOST_MS && !endsSentence(word.text)
  })
  const [before, after] = [words[gap], words[gap + 1]]
  if (!before || !after) return [...words]
  if (gap + 1 <= LOST_WORDS) {
    return words.map((word, at) => (at <= gap ? { ...word, startMs: after.startMs - 1, endMs: after.startMs } : word))
  }
  if (words.length - gap - 1 <= LOST_WORDS) {
    return words.map((word, at) => (at > gap ? { ...word, startMs: before.endMs, endMs: before.endMs + 1 } : word))
  }
  return [...words]
}

/** What is longer than a line is no word; it is not lost all the same. */
function cutLong(word: Word): Word[] {
  const letters = [...word.text]
  if (word.text.length <= LINE_MAX_LETTERS) return [word]
  const half = Math.ceil(letters.length / 2)
  const middleMs = Math.round((word.startMs + word.endMs) / 2)
  return [
    { ...word, text: letters.slice(0, half).join(''), endMs: middleMs },
    { ...word, text: letters.slice(half).join(''), startMs: middleMs },
  ].flatMap(cutLong)
}

/** Engines' times may overlap, or be the wrong way round. */
function inOrder(words: readonly Word[]): Word[] {
  let fromMs = 0
  return words.map(({ text, startMs, endMs }) => {
    const start = Math.max(fromMs, startMs)
    // Nobody takes so long for a word: it is the silence behind it.
    fromMs = Math.min(Math.max(start + 1, endMs), start + LINE_MAX_MS)
    return { text, startMs: start, endMs: fromMs }
  })
}

const endsSentence = (text: string) => /[.!?…]["'»”’)]*$/.test(text)
const lettersOf = (line: readonly Word[]) => line.reduce((sum, { text }) => sum + text.length + 1, -1)
const fits = (line: readonly Word[]) =>
  lettersOf(line) <= LINE_MAX_LETTERS && (line.at(-1)?.endMs ?? 0) - (line[0]?.startMs ?? 0) <= LINE_MAX_MS

function join(line: readonly Word[]): Line {
  return { text: line.map(({ text }) => text).join(' '), startMs: line[0]?.startMs ?? 0, endMs: line.at(-1)?.endMs ?? 0 }
}
