import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useReady } from '#app/realtime/use-ready.ts'
import { useDraftKey } from '#app/ui/feed/use-draft.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { ArrowDownToLine, Captions, FileText, LocateFixed } from '#app/ui/kit/icons.tsx'
import { Menu, menuItemClass } from '#app/ui/kit/menu.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { TranscriptHit, TranscriptLineView } from '#rooms/recordings/transcripts/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import type { Positions } from '../positions.ts'
import { FindBox, type Found } from './find-box.tsx'
import { readLineDraft } from './line-draft.ts'
import { type LineActions, LineRow } from './line-row.tsx'
import { MissingVoices } from './missing-voices.tsx'
import { useFollowing } from './use-following.ts'
import { useTranscript } from './use-transcript.ts'

const useText = textsOf('common', 'transcripts')

interface TranscriptPanelProps {
  page: RecordingPage
  positions: Positions
  onSeek: (ms: number) => void
  onQuote: (ms: number, said: string) => void
}

/** What was said, beside the player: it goes along, and every line leads to where it was said. */
export default function TranscriptPanel({ page, positions, onSeek, onQuote }: TranscriptPanelProps) {
  const { transcripts, common } = useText()
  const toast = useToast()
  const { recording, transcript: standing, choices } = page
  const { mayEdit } = standing
  const list = useRef<HTMLOListElement>(null)
  const transcript = useTranscript(recording.id)
  const { shown, failed, goTo, put, readLine } = transcript
  const { currentId, following, follow, letGo, moveTo, growAbove } = useFollowing(list, positions, transcript)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const [editing, setEditing] = useState<ReadonlyMap<string, 'asked' | 'reopened'>>(new Map())
  const [found, setFound] = useState<Found | null>(null)

  useEffect(() => void goTo(positions.get()), [goTo, positions])
  useReady(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0
    const row = [...(list.current?.querySelectorAll('[data-line]') ?? [])].find((element) => element.getBoundingClientRect().bottom > top)
    const line = shown?.lines.find(({ id }) => id === row?.getAttribute('data-line'))
    void goTo(following || !line ? positions.get() : line.startMs).then(() => !following && line && moveTo(line.id))
  })

  const closed = useRef<string | null>(null)
  const close = useCallback((lineId: string) => {
    closed.current = lineId
    setEditing((before) => new Map([...before].filter(([id]) => id !== lineId)))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor gives way to its line, which is the place to be; or where that is gone, another
  useLayoutEffect(() => {
    if (closed.current === null) return
    const own = list.current?.querySelector<HTMLElement>(`[data-line="${closed.current}"] [data-seek]`)
    const place = own ?? list.current?.querySelector<HTMLElement>('[data-seek][tabindex="0"]')
    place?.focus({ preventScroll: true })
    closed.current = null
  }, [editing])
  const latest = useRef({ onSeek, onQuote, follow, letGo, toast, transcripts, common })
  latest.current = { onSeek, onQuote, follow, letGo, toast, transcripts, common }
  const actions = useMemo<LineActions>(() => {
    const bringBack = async (line: TranscriptLineView, text: string) => {
      const answer = await postJson<TranscriptLineView>(`/recordings/${recording.id}/transcript`, {
        ...{ intent: 'edit', lineId: line.id, text, before: '' },
      })
      if (answer.ok) put(answer.value)
      else void readLine(line.id)
    }
    return {
      recordingId: recording.id,
      seek: ({ startMs }) => {
        latest.current.onSeek(startMs)
        latest.current.follow()
      },
      edit: (lineId) => {
        latest.current.letGo()
        setEditing((before) => new Map([...before, [lineId, 'asked']]))
      },
      quote: ({ startMs, text }) => latest.current.onQuote(startMs, text),
      saved: (line, before) => {
        put(line)
        close(line.id)
        if (line.text) return
        const { toast, transcripts, common } = latest.current
        toast(transcripts.removed, { label: common.undo, run: () => void bringBack(line, before) })
      },
      closed: (lineId, changed) => {
        close(lineId)
        if (changed) void readLine(lineId)
      },
    }
  }, [recording.id, put, readLine, close])

  // What was typed and not saved is opened again with its line.
  const lines = shown?.lines
  const looked = useRef(new Set<string>())
  const draftKey = useDraftKey('line:')
  useEffect(() => {
    if (!mayEdit) return
    const drafts = lines?.filter(({ id }) => !looked.current.has(id) && readLineDraft(draftKey + id)) ?? []
    for (const { id } of lines ?? []) looked.current.add(id)
    if (drafts.length > 0) setEditing((before) => new Map([...drafts.map(({ id }) => [id, 'reopened'] as const), ...before]))
  }, [lines, mayEdit, draftKey])

  const toHit = ({ lineId, startMs }: TranscriptHit) => {
    letGo()
    moveTo(lineId)
    if (!lines?.some(({ id }) => id === lineId)) void goTo(startMs)
  }
  const hits = useMemo(() => new Map(found?.hits.map((hit) => [hit.lineId, hit])), [found])
  const activeId = found?.hits[found.at]?.lineId

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    const row = target.closest('[data-line]')
    if (!row || target.closest('textarea') || event.ctrlKey || event.metaKey || event.altKey) return
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-seek]') ?? [])]
    const at = buttons.findIndex((button) => row.contains(button))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      letGo()
      buttons[Math.min(Math.max(to, 0), buttons.length - 1)]?.focus()
    } else if (event.key.toLowerCase() === 'e' && mayEdit) {
      event.preventDefault()
      actions.edit(row.getAttribute('data-line') ?? '')
    }
  }
  const tabbableId = [focusedId, currentId].find((id) => lines?.some((line) => line.id === id)) ?? lines?.[0]?.id

  return (
    <section
      aria-label={transcripts.title}
      className="flex max-h-[34rem] min-w-0 flex-col rounded-card border border-line bg-surface xl:max-h-[calc(100dvh-9.5rem)] print:hidden"
    >
      <header className="flex flex-col gap-2 border-b border-line p-3">
        <div className="flex items-center justify-between gap-2">
          <h2 className="font-bold">{transcripts.title}</h2>
          {choices.download && <Downloads recordingId={recording.id} />}
        </div>
        <MissingVoices page={page} />
        <FindBox recordingId={recording.id} found={found} onFound={setFound} onHit={toHit} />
      </header>
      {shown ? (
        <>
          <ol
            ref={list}
            aria-label={transcripts.lines}
            onKeyDown={onKeyDown}
            onFocus={(event) => {
              const target = event.target as HTMLElement
              setFocusedId(target.closest('[data-line]')?.getAttribute('data-line') ?? null)
              if (target.matches('textarea')) letGo()
            }}
            onWheel={letGo}
            onTouchMove={letGo}
            onPointerDown={(event) => event.target === list.current && letGo()}
            className="relative min-h-0 flex-1 overflow-y-auto py-2 [overflow-anchor:none]"
          >
            <Edge key={`before ${shown.before}`} list={list} onSeen={shown.before ? growAbove : null} />
            {shown.lines.map((line, index) => {
              const former = shown.lines[index - 1]
              return (
                <LineRow
                  key={line.id}
                  line={line}
                  begins={former?.person.id !== line.person.id || former?.person.name !== line.person.name}
                  current={line.id === currentId}
                  tabbable={line.id === tabbableId}
                  hit={hits.get(line.id)}
                  active={line.id === activeId}
                  editing={editing.get(line.id)}
                  mayEdit={mayEdit}
                  actions={actions}
                />
              )
            })}
            <Edge key={`after ${shown.after}`} list={list} onSeen={shown.after ? () => void transcript.grow('after') : null} />
          </ol>
          <footer className="flex min-h-11 items-center justify-between gap-2 border-t border-line px-3 py-1.5">
            <p className="text-xs text-faint" title={mayEdit ? transcripts.keys : undefined}>
              {transcripts.mistakes}
            </p>
            <Button look="outline" size="small" onClick={follow} className={classNames(following && 'invisible')}>
              <LocateFixed className="size-4" aria-hidden /> {transcripts.follow}
            </Button>
          </footer>
        </>
      ) : (
        <div className="flex min-h-40 flex-1 flex-col items-center justify-center gap-3 p-4 text-center">
          {failed ? (
            <>
              <p role="alert">{transcripts.failedToRead}</p>
              <Button look="outline" size="small" onClick={() => void goTo(positions.get())}>
                {common.retry}
              </Button>
            </>
          ) : (
            <Spinner />
          )}
        </div>
      )}
    </section>
  )
}

/** The end of what is there: once it comes near, there is more. */
function Edge({ list, onSeen }: { list: { current: HTMLElement | null }; onSeen: (() => void) | null }) {
  const mark = useRef<HTMLLIElement>(null)
  const latest = useRef(onSeen)
  latest.current = onSeen
  const wanted = onSeen !== null
  useEffect(() => {
    if (!wanted || !mark.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current?.(), {
      root: list.current,
      rootMargin: '400px 0px',
    })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [wanted, list])
  return wanted ? <li ref={mark} aria-hidden className="h-px" /> : null
}

function Downloads({ recordingId }: { recordingId: string }) {
  const { transcripts } = useText()
  const files = [
    ['txt', transcripts.asText, FileText],
    ['vtt', transcripts.asCaptions, Captions],
  ] as const
  return (
    <Menu
      label={transcripts.download}
      trigger={<ArrowDownToLine className="size-4.5" aria-hidden />}
      triggerClass="-my-1 -mr-1 inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
    >
      {files.map(([extension, label, Icon]) => (
        <a
          key={extension}
          role="menuitem"
          tabIndex={-1}
          href={`/recordings/${recordingId}/transcript.${extension}`}
          download
          className={menuItemClass}
        >
          <Icon className="size-4" aria-hidden /> {label}
        </a>
      ))}
    </Menu>
  )
}
