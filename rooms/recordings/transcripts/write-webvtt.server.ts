import type { Stretch } from '../contract.ts'

/** A line as files have it. */
export interface WrittenLine extends Stretch {
  name: string
  text: string
}

/**
 * A transcript as WebVTT (https://www.w3.org/TR/webvtt1/): a cue a line, with its speaker as a voice. What is empty is left out; a cue
 * lasts a millisecond at least, as the format wants it. `note`: a comment ahead of them, which players do not show.
 */
export function writeWebvtt(lines: readonly WrittenLine[], note = ''): string {
  const cues = lines.flatMap(({ startMs, endMs, name, text }) => {
    const said = written(text)
    if (!said) return []
    const voice = written(name)
    return [`${timestamp(startMs)} --> ${timestamp(Math.max(endMs, startMs + 1))}\n${voice && `<v ${voice}>`}${said}`]
  })
  return `${['WEBVTT', ...(note ? [`NOTE ${written(note)}`] : []), ...cues].join('\n\n')}\n`
}

/** In one line, since an empty one ends a cue; an arrow would begin one, and signs of markup are written out. */
function written(text: string): string {
  return text
    .replace(/[\t\n\f\r ]+/g, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function timestamp(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
