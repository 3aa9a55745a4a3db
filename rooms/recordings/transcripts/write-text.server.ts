import { formatMoment } from '../contract.ts'
import type { WrittenLine } from './write-webvtt.server.ts'

/** A transcript as plain text below these headings: a paragraph each time that somebody else goes on. */
export function writeText(headings: readonly string[], lines: readonly WrittenLine[]): string {
  const paragraphs: { name: string; startMs: number; said: string[] }[] = []
  for (const { name, startMs, text } of lines) {
    const said = text.replace(/\s+/g, ' ').trim()
    if (!said) continue
    const last = paragraphs.at(-1)
    if (last?.name === name) last.said.push(said)
    else paragraphs.push({ name, startMs, said: [said] })
  }
  const written = paragraphs.map(({ name, startMs, said }) => `${formatMoment(startMs)} ${name}\n${said.join(' ')}`)
  return `${[headings.filter(Boolean).join('\n'), ...written].filter(Boolean).join('\n\n')}\n`
}
