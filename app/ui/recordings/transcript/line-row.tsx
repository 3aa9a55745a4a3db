import { memo } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { type Icon, Pencil, Quote } from '#app/ui/kit/icons.tsx'
import { formatMoment } from '#rooms/recordings/contract.ts'
import type { TranscriptHit, TranscriptLineView } from '#rooms/recordings/transcripts/contract.ts'
import { LineEditor } from './line-editor.tsx'

const useText = textsOf('transcripts')

export interface LineActions {
  recordingId: string
  seek: (line: TranscriptLineView) => void
  edit: (lineId: string) => void
  quote: (line: TranscriptLineView) => void
  saved: (line: TranscriptLineView, before: string) => void
  closed: (lineId: string, changed: boolean) => void
}

interface LineRowProps {
  line: TranscriptLineView
  /** Somebody else spoke before. */
  begins: boolean
  current: boolean
  /** Of all lines, the one that Tab leads to. */
  tabbable: boolean
  /** What was searched for is in it; `active`: it is the one that one is at. */
  hit: TranscriptHit | undefined
  active: boolean
  /** `reopened`: by what was typed before and not saved; it does not take the focus. */
  editing: 'asked' | 'reopened' | undefined
  mayEdit: boolean
  actions: LineActions
}

/** French signs stay with the word that they belong to. */
const kept = (text: string) => text.replace(/ (?=[?!:;»])/g, '\u00a0').replace(/(?<=«) /g, '\u00a0')

function Tool({ icon: Icon, label, ...rest }: { icon: Icon; label: string; tabIndex: number; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="inline-flex size-7 items-center justify-center rounded-md bg-surface text-faint hover:text-ink focus-visible:outline-offset-0"
      {...rest}
    >
      <Icon className="size-3.5" aria-hidden />
    </button>
  )
}

/** A line of a transcript: it seeks; who may puts it right. */
export const LineRow = memo(function LineRow({ line, begins, current, tabbable, hit, active, editing, mayEdit, actions }: LineRowProps) {
  const { transcripts } = useText()
  const { person, startMs, edited } = line
  const name = person.name || transcripts.somebody
  const at = formatMoment(startMs)
  const pieces = hit && hit.pieces.map(({ text }) => text).join('') === line.text ? hit.pieces : [{ text: line.text, hit: false }]
  const tabIndex = tabbable ? 0 : -1
  return (
    <li data-line={line.id} className={classNames('flex gap-2.5 px-3', begins ? 'pt-3 first:pt-1' : 'pt-0.5')}>
      <span className="w-7 shrink-0">
        {begins && <Avatar person={{ id: person.id ?? name, name, photoKey: person.photoKey }} size="small" />}
      </span>
      <div className="min-w-0 flex-1">
        {begins && (
          <p className="tabular flex gap-2 px-1.5 text-sm">
            <span className="font-semibold">{name}</span> <span className="text-faint">{at}</span>
          </p>
        )}
        {editing ? (
          <LineEditor
            recordingId={actions.recordingId}
            line={line}
            takesFocus={editing === 'asked'}
            onSaved={actions.saved}
            onClose={(changed) => actions.closed(line.id, changed)}
          />
        ) : (
          <div className="group/line relative">
            <button
              type="button"
              data-seek
              tabIndex={tabIndex}
              aria-current={current ? 'true' : undefined}
              title={edited?.by ? `${at} · ${transcripts.edited({ name: edited.by.name })}` : at}
              onClick={() => actions.seek(line)}
              className={classNames(
                'w-full rounded-md px-1.5 py-0.5 text-left outline-offset-0 hover:bg-sunken',
                current && 'bg-accent-soft hover:bg-accent-soft',
                active && 'ring-2 ring-accent',
              )}
            >
              {pieces.map((piece, index) =>
                piece.hit ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
                  <mark key={index} className="rounded-xs bg-accent/25 text-ink">
                    {kept(piece.text)}
                  </mark>
                ) : (
                  kept(piece.text)
                ),
              )}
            </button>
            <span
              className={classNames(
                'absolute top-0 right-0 flex rounded-md pointer-fine:group-focus-within/line:pointer-events-auto pointer-fine:group-focus-within/line:opacity-100 pointer-fine:group-hover/line:pointer-events-auto pointer-fine:group-hover/line:opacity-100',
                'pointer-fine:pointer-events-none pointer-fine:opacity-0',
                // Fingers do not hover: there, it is the line that they chose, and it stands in nobody's way.
                current ? 'pointer-coarse:static pointer-coarse:justify-end' : 'pointer-coarse:hidden',
              )}
            >
              <Tool icon={Quote} label={transcripts.quote} tabIndex={tabIndex} onClick={() => actions.quote(line)} />
              {mayEdit && <Tool icon={Pencil} label={transcripts.edit} tabIndex={tabIndex} onClick={() => actions.edit(line.id)} />}
            </span>
          </div>
        )}
      </div>
    </li>
  )
})
