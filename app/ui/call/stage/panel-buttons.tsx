import { textsOf } from '#app/i18n/text.tsx'
import { Users } from '#app/ui/kit/icons.tsx'
import type { PanelProps, SessionPanel } from '../panels/contract.ts'
import { sessionPanels } from '../panels/registry.ts'
import { RoundButton } from './controls.tsx'
import type { OpenPanel } from './use-open-panel.ts'

const useText = textsOf('call', 'common')

export const SIDE_PANEL_ID = 'beside-the-call'
export const panelButtonId = (id: string) => `show-${id}`

/** A round button for each panel; on a phone for those that one needs at hand, the tabs have the others. */
export function PanelButtons({ count, panel, opened }: { count: number; panel: PanelProps | null; opened: OpenPanel }) {
  const { call } = useText()
  return (
    <>
      <RoundButton
        id={panelButtonId('people')}
        label={call.peopleCount({ count })}
        shortcut="P"
        aria-expanded={opened.id === 'people'}
        aria-controls={SIDE_PANEL_ID}
        className="relative"
        onClick={() => opened.toggle('people')}
      >
        <Users className="size-5.5" aria-hidden />
        <span className="tabular absolute -top-0.5 -right-0.5 rounded-full bg-ink px-1.5 text-xs font-bold text-canvas" aria-hidden>
          {count}
        </span>
      </RoundButton>
      {panel && sessionPanels.map((of) => <PanelButton key={of.id} of={of} panel={panel} opened={opened} />)}
    </>
  )
}

const noNews = () => null

function PanelButton({ of, panel, opened }: { of: SessionPanel; panel: PanelProps; opened: OpenPanel }) {
  const { call, common } = useText()
  const open = opened.id === of.id
  const useNews = of.useNews ?? noNews
  const news = useNews(panel)
  const label = of.label(common)
  return (
    <>
      <span role="status" className="sr-only">
        {news && !open ? call.panelWithNews({ panel: label, news }) : ''}
      </span>
      <RoundButton
        id={panelButtonId(of.id)}
        label={news && !open ? call.panelWithNews({ panel: label, news }) : label}
        shortcut={of.shortcut}
        aria-expanded={open}
        aria-controls={SIDE_PANEL_ID}
        className={of.onPhone ? 'relative' : 'relative max-sm:hidden'}
        onClick={() => opened.toggle(of.id)}
      >
        <of.icon className="size-5.5" aria-hidden />
        {news && !open && <span className="absolute top-0 right-0 size-3 rounded-full border-2 border-stage bg-accent" aria-hidden />}
      </RoundButton>
    </>
  )
}
