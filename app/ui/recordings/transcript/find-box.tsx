import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { ChevronDown, ChevronUp } from '#app/ui/kit/icons.tsx'
import type { TranscriptHit, TranscriptHits } from '#rooms/recordings/transcripts/contract.ts'

const useText = textsOf('transcripts')

const WAIT_MS = 250

export interface Found extends TranscriptHits {
  at: number
}

/** Finds what was said, while one types: Enter goes to the next place, Shift and Enter to the one before. */
export function FindBox({
  recordingId,
  found,
  onFound,
  onHit,
}: {
  recordingId: string
  found: Found | null
  onFound: (found: Found | null) => void
  onHit: (hit: TranscriptHit) => void
}) {
  const { transcripts } = useText()
  const [word, setWord] = useState('')
  const latest = useRef({ onFound, onHit })
  latest.current = { onFound, onHit }
  const typed = word.trim()
  useEffect(() => {
    if (!typed) {
      latest.current.onFound(null)
      return
    }
    let asked = true
    const timer = setTimeout(async () => {
      const answer = await getJson<TranscriptHits>(`/recordings/${recordingId}/transcript?${new URLSearchParams({ find: typed })}`)
      if (!asked || !answer.ok) return
      latest.current.onFound({ ...answer.value, at: 0 })
      const [first] = answer.value.hits
      if (first) latest.current.onHit(first)
    }, WAIT_MS)
    return () => {
      asked = false
      clearTimeout(timer)
    }
  }, [typed, recordingId])
  const count = found?.hits.length ?? 0
  const go = (step: number) => {
    if (!found || count === 0) return
    const at = (found.at + step + count) % count
    onFound({ ...found, at })
    const hit = found.hits[at]
    if (hit) onHit(hit)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      go(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape' && word) {
      event.preventDefault()
      setWord('')
    }
  }
  return (
    <search className="flex items-center gap-1">
      <input
        dir="auto"
        type="search"
        aria-label={transcripts.find}
        placeholder={transcripts.find}
        value={word}
        maxLength={80}
        onChange={(event) => setWord(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-9 min-w-0 flex-1 rounded-xl border border-line-strong/60 bg-surface px-3 hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <span role="status" className="tabular shrink-0 px-1 text-sm text-soft empty:hidden">
        {found && (count > 0 ? transcripts.found({ at: found.at + 1, count, more: found.more }) : transcripts.foundNone)}
      </span>
      {count > 1 && (
        <>
          <IconButton label={transcripts.former} size="small" onClick={() => go(-1)}>
            <ChevronUp className="size-4" aria-hidden />
          </IconButton>
          <IconButton label={transcripts.next} size="small" onClick={() => go(1)}>
            <ChevronDown className="size-4" aria-hidden />
          </IconButton>
        </>
      )}
    </search>
  )
}
