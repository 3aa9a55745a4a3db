import { type KeyboardEvent, Suspense, useId } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { IconButton } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { X } from '#app/ui/kit/icons.tsx'
import { Part } from '#app/ui/kit/part.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import type { Participant } from '../call-view.ts'
import type { PanelProps } from '../panels/contract.ts'
import { sessionPanels } from '../panels/registry.ts'
import { panelButtonId, SIDE_PANEL_ID } from './panel-buttons.tsx'
import { PeopleList } from './people-list.tsx'
import type { OpenPanel } from './use-open-panel.ts'

const useText = textsOf('call', 'common')

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/**
 * What goes with the call beside the faces, under tabs: a column where there is space, on a phone a sheet over the faces that
 * leaves the call's buttons in reach. Who is in can be read by a screen reader at any time.
 */
export function SidePanel({ people, panel, opened }: { people: readonly Participant[]; panel: PanelProps | null; opened: OpenPanel }) {
  const { call, common } = useText()
  const base = useId()
  const tabs = [
    { id: 'people', label: call.people },
    ...(panel ? sessionPanels.map(({ id, label }) => ({ id, label: label(common) })) : []),
  ]
  const current = tabs.find(({ id }) => id === opened.id)?.id ?? null
  const shown = panel && sessionPanels.find(({ id }) => id === current)
  const close = () => {
    if (opened.id) document.getElementById(panelButtonId(opened.id))?.focus()
    opened.close()
  }
  const onTabKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next =
      tabs[
        step(
          tabs.findIndex(({ id }) => id === current),
          tabs.length,
        )
      ]
    if (!next) return
    opened.open(next.id)
    document.getElementById(`${base}-${next.id}`)?.focus()
  }
  return (
    <aside
      id={SIDE_PANEL_ID}
      aria-label={call.besideTheCall}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && current) close()
      }}
      className={
        current
          ? 'relative z-10 flex w-[22rem] shrink-0 flex-col overflow-hidden rounded-2xl bg-surface max-wide:absolute max-wide:inset-x-2 max-wide:top-14 max-wide:bottom-2 max-wide:w-auto max-wide:border max-wide:border-line max-wide:shadow-lg'
          : 'sr-only'
      }
    >
      {current && (
        <div className="flex items-center gap-1 border-b border-line p-1.5">
          <div role="tablist" aria-label={call.besideTheCall} className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto" onKeyDown={onTabKey}>
            {tabs.map(({ id, label }) => (
              <button
                key={id}
                id={`${base}-${id}`}
                type="button"
                role="tab"
                // On a phone, the tabs may be wider than the sheet.
                ref={id === current ? scrollIntoSight : undefined}
                aria-selected={id === current}
                aria-controls={id === current ? `${base}-panel` : undefined}
                tabIndex={id === current ? 0 : -1}
                onClick={() => opened.open(id)}
                className={classNames(
                  'h-9 shrink-0 rounded-lg px-1.5 text-[0.8125rem] font-semibold sm:px-2',
                  id === current ? 'bg-sunken text-ink' : 'text-soft hover:text-ink',
                )}
              >
                {label}
              </button>
            ))}
          </div>
          <IconButton label={call.closePanel} onClick={close} size="small">
            <X className="size-4" aria-hidden />
          </IconButton>
        </div>
      )}
      <div
        {...(current === 'people' && { role: 'tabpanel', id: `${base}-panel`, 'aria-labelledby': `${base}-people`, tabIndex: 0 })}
        className={current === 'people' ? 'min-h-0 flex-1 overflow-y-auto p-3' : 'sr-only'}
      >
        <Part>
          <PeopleList people={people} />
        </Part>
      </div>
      {panel && shown && (
        <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${shown.id}`} className="flex min-h-0 flex-1 flex-col">
          <Suspense
            fallback={
              <p className="m-auto text-soft">
                <Spinner />
              </p>
            }
          >
            <Part key={shown.id}>
              <shown.Panel key={panel.sessionId} {...panel} asked={opened.asked} />
            </Part>
          </Suspense>
        </div>
      )}
    </aside>
  )
}

const scrollIntoSight = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
