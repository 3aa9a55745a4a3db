import { Link } from '@remix-run/react'
import { type DragEvent, useRef, useState } from 'react'
import { useFormat, useNow } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import {
  ArrowDown,
  ArrowUp,
  GripVertical,
  MessageCircle,
  MessageCircleQuestion,
  MoreHorizontal,
  Pencil,
  Trash2,
} from '#app/ui/kit/icons.tsx'
import { Menu, MenuItem, menuItemClass } from '#app/ui/kit/menu.tsx'
import { stayAt } from '#app/ui/kit/stay-at.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import type { AgendaItem, AgendaRemark } from '#rooms/agenda/contract.ts'
import { discussedMs } from './agenda-intents.ts'
import { LineForm, useLineDraft } from './line-form.tsx'
import { RemarkBox, RemarkButtons, Remarks } from './remarks.tsx'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('agenda', 'common')

export interface LineMoves {
  /** Steps up (-1) or down (1). */
  step: (item: AgendaItem, by: -1 | 1) => void
  remove: (item: AgendaItem) => void
  /** Tells what was refused. */
  run: AgendaAct
}

const icon = 'size-4'

/** A line of an agenda: what, who, how long; what was left on it; and, for members, what can be done with it. */
export function AgendaLine({
  item,
  roomId,
  communityId,
  me,
  mayEdit,
  running,
  leaves,
  drag,
  moves,
}: {
  item: AgendaItem
  roomId: string
  communityId: string
  me: PersonCard | undefined
  mayEdit: boolean
  /** A session runs: lines come up. */
  running: boolean
  /** Whoever reads this may leave something for when it comes up: buttons, not only an entry of a menu. */
  leaves: boolean
  drag: { onDragStart: (event: DragEvent) => void; onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void }
  moves: LineMoves
}) {
  const { agenda } = useText()
  const [editing, setEditing] = useState(false)
  const [leaving, setLeaving] = useState<AgendaRemark['kind'] | null>(null)
  const row = useRef<HTMLLIElement>(null)
  const closeForm = () => {
    stayAt(row.current)
    setEditing(false)
  }
  const closeBox = () => {
    stayAt(row.current)
    setLeaving(null)
  }
  const isNow = item.spans.some(({ endedAt }) => endedAt === null)
  // Not with the server yet: it has no id to be spoken of.
  const onItsWay = item.id === item.clientId
  const { title } = item
  if (editing) {
    return (
      <li ref={row} tabIndex={-1} className="rounded-xl bg-sunken/60 p-3">
        <EditLine item={item} roomId={roomId} act={moves.run} onClose={closeForm} />
      </li>
    )
  }
  return (
    <li
      ref={row}
      tabIndex={-1}
      aria-current={isNow ? 'step' : undefined}
      className={classNames('flex flex-col gap-2 rounded-xl px-2 py-2', isNow && 'bg-accent-soft', onItsWay && 'opacity-60')}
      onDragOver={drag.onDragOver}
      onDrop={drag.onDrop}
    >
      <div className="flex items-start gap-2">
        {mayEdit && !onItsWay && (
          <button
            type="button"
            id={`move-${item.id}`}
            draggable
            onDragStart={drag.onDragStart}
            aria-label={agenda.move({ title })}
            title={agenda.move({ title })}
            className="-ml-1.5 flex h-6 w-5 shrink-0 cursor-grab items-center justify-center rounded text-faint hover:text-ink"
            onKeyDown={(event) => {
              const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined
              if (!by) return
              event.preventDefault()
              moves.step(item, by)
            }}
          >
            <GripVertical className={icon} aria-hidden />
          </button>
        )}
        {mayEdit && (
          <input
            type="checkbox"
            checked={item.done}
            disabled={onItsWay}
            aria-label={agenda.doneOf({ title })}
            onChange={(event) => void moves.run({ intent: 'done', itemId: item.id, done: event.target.checked })}
            className="mt-1 size-4 shrink-0 accent-(--accent)"
          />
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <p className={classNames('leading-6', isNow ? 'font-bold' : 'font-semibold', item.done && 'text-soft line-through')}>{title}</p>
          <LineFacts item={item} isNow={isNow} />
        </div>
        {running && mayEdit && !onItsWay && isNow && (
          <Button size="small" title={agenda.nextHint} onClick={() => void moves.run({ intent: 'next', from: item.id })}>
            {agenda.next}
          </Button>
        )}
        {running && mayEdit && !onItsWay && !isNow && !item.done && (
          <Button
            look="outline"
            size="small"
            aria-label={agenda.makeNowOf({ title })}
            onClick={() => void moves.run({ intent: 'now', itemId: item.id })}
          >
            {agenda.makeNow}
          </Button>
        )}
        {mayEdit && !onItsWay && (
          <Menu
            label={agenda.menu({ title })}
            trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
            triggerClass="-mr-1 inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
          >
            <MenuItem icon={<MessageCircleQuestion className={icon} aria-hidden />} onSelect={() => setLeaving('question')}>
              {agenda.ask}
            </MenuItem>
            <MenuItem icon={<MessageCircle className={icon} aria-hidden />} onSelect={() => setLeaving('position')}>
              {agenda.takePosition}
            </MenuItem>
            {item.threadId && (
              <Link role="menuitem" tabIndex={-1} className={menuItemClass} to={`/threads/${item.threadId}`}>
                {agenda.toThread}
              </Link>
            )}
            <MenuItem icon={<Pencil className={icon} aria-hidden />} onSelect={() => setEditing(true)}>
              {agenda.edit}
            </MenuItem>
            <MenuItem icon={<ArrowUp className={icon} aria-hidden />} onSelect={() => moves.step(item, -1)}>
              {agenda.moveUp}
            </MenuItem>
            <MenuItem icon={<ArrowDown className={icon} aria-hidden />} onSelect={() => moves.step(item, 1)}>
              {agenda.moveDown}
            </MenuItem>
            <MenuItem danger icon={<Trash2 className={icon} aria-hidden />} onSelect={() => moves.remove(item)}>
              {agenda.remove}
            </MenuItem>
          </Menu>
        )}
      </div>
      {(item.remarks.length > 0 || leaving || leaves) && (
        <div className={classNames('flex flex-col gap-2.5', mayEdit && 'pl-5.5')}>
          <Remarks item={item} communityId={communityId} me={me} mayEdit={mayEdit} act={moves.run} />
          {leaving ? (
            <RemarkBox item={item} communityId={communityId} kind={leaving} act={moves.run} onDone={closeBox} />
          ) : (
            leaves && !onItsWay && <RemarkButtons onChoose={setLeaving} />
          )}
        </div>
      )}
    </li>
  )
}

/** A line being changed, in its place. */
function EditLine({ item, roomId, act, onClose }: { item: AgendaItem; roomId: string; act: AgendaAct; onClose: () => void }) {
  const { common } = useText()
  const draft = useLineDraft(`line:edit:${item.id}`, item, onClose)
  return (
    <LineForm
      roomId={roomId}
      draft={draft}
      submit={common.save}
      open
      onClose={onClose}
      send={async (line) => {
        const answer = await draft.send(() => act({ intent: 'edit', itemId: item.id, ...line }))
        if (answer.ok) onClose()
        return answer
      }}
    />
  )
}

/** Below a line's title: who brings it, how long it may take and how long it has taken, calmly. */
export function LineFacts({ item, isNow }: { item: AgendaItem; isNow: boolean }) {
  const { agenda } = useText()
  const now = useNow()
  const format = useFormat()
  const { owner, minutes } = item
  const taken = item.spans.length > 0 && now ? Math.floor(discussedMs(item, now) / 60_000) : null
  const time =
    taken !== null
      ? minutes
        ? agenda.elapsedOf({ minutes: taken, planned: minutes })
        : agenda.elapsed({ minutes: taken })
      : minutes && agenda.planned({ minutes })
  const since = item.spans.find(({ endedAt }) => endedAt === null)?.startedAt
  if (!owner && !time && !isNow) return null
  return (
    <div className="flex flex-col gap-1">
      <p className="tabular flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-soft">
        {isNow && (
          <span className="inline-flex items-center gap-1.5 font-semibold text-accent">
            <span className="live-dot" aria-hidden />
            {agenda.isNow}
            {since && <span className="sr-only">{agenda.since({ from: format.time(new Date(since)) })}</span>}
          </span>
        )}
        {time && <span>{time}</span>}
        {owner && (
          <span className="inline-flex items-center gap-1">
            <span className="sr-only">{agenda.broughtBy({ name: owner.name })}</span>
            <Avatar person={owner} size="tiny" />
            <span aria-hidden>{owner.name}</span>
          </span>
        )}
      </p>
      {isNow && minutes !== null && taken !== null && (
        <span aria-hidden className="h-1 w-full max-w-48 overflow-hidden rounded-full bg-line">
          <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.min(100, (taken / minutes) * 100)}%` }} />
        </span>
      )}
    </div>
  )
}
