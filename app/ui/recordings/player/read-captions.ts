import type { Stretch } from '#rooms/recordings/contract.ts'

export interface Caption extends Stretch {
  speaker: string | null
  text: string
}

const TIMES = /^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})/

const toMs = (hours: string | undefined, minutes: string, seconds: string, ms: string) =>
  ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms)

/** Reads WebVTT as far as our transcripts use it: times, and who speaks (`<v Ana>`). What it does not know, it leaves out. */
export function readCaptions(vtt: string): Caption[] {
  return vtt.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/)
    const at = lines.findIndex((line) => TIMES.test(line))
    const found = TIMES.exec(lines[at] ?? '')
    if (!found) return []
    const [, h1, m1 = '', s1 = '', f1 = '', h2, m2 = '', s2 = '', f2 = ''] = found
    const raw = lines.slice(at + 1).join('\n')
    const speaker = /^<v(?:\.[^ >]*)? ([^>]+)>/.exec(raw)?.[1] ?? null
    const text = written(raw.replace(/<[^>]*>/g, '')).trim()
    return text ? [{ startMs: toMs(h1, m1, s1, f1), endMs: toMs(h2, m2, s2, f2), speaker: speaker && written(speaker), text }] : []
  })
}

const written = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
