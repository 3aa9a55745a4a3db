import type { TranscriptLineView, TranscriptPart } from '#rooms/recordings/transcripts/contract.ts'

type Place = Pick<TranscriptLineView, 'startMs' | 'id'>

const comesBefore = (a: Place, b: Place) => a.startMs < b.startMs || (a.startMs === b.startMs && a.id < b.id)

/** What is on screen of a transcript, and what comes before or after it. */
export function joinPart(window: TranscriptPart, side: 'before' | 'after', part: TranscriptPart): TranscriptPart {
  const known = new Set(window.lines.map(({ id }) => id))
  const lines = part.lines.filter(({ id }) => !known.has(id))
  return side === 'before'
    ? { lines: [...lines, ...window.lines], before: part.before, after: window.after }
    : { lines: [...window.lines, ...lines], before: window.before, after: part.after }
}

/** A line as it is now: in its place, if that is on screen; gone, if it was taken out. */
export function putLine(window: TranscriptPart, line: TranscriptLineView): TranscriptPart {
  const others = window.lines.filter(({ id }) => id !== line.id)
  if (!line.text) return { ...window, lines: others }
  const at = others.findIndex((other) => comesBefore(line, other))
  const isKnown = others.length < window.lines.length
  const isBeyond = at === -1 ? window.after !== null : at === 0 && window.before !== null
  if (isBeyond && !isKnown) return window
  const index = at === -1 ? others.length : at
  return { ...window, lines: [...others.slice(0, index), line, ...others.slice(index)] }
}

/** The line that was begun last at this moment; -1: none was. */
export function lineAt(lines: readonly Pick<TranscriptLineView, 'startMs'>[], ms: number): number {
  let from = 0
  let to = lines.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((lines[middle]?.startMs ?? 0) <= ms) from = middle + 1
    else to = middle
  }
  return from - 1
}
