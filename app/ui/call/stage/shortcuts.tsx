import { useNavigate } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Keyboard } from '#app/ui/kit/icons.tsx'
import { KeysDialog } from '#app/ui/kit/keys-dialog.tsx'
import { getCallControl } from '../call-control.ts'
import { sessionPanels } from '../panels/registry.ts'
import { RoundButton, useShare } from './controls.tsx'

const useText = textsOf('call', 'common')

const KEY = 'palier.shortcuts'

interface Shortcuts {
  open: boolean
  setOpen: (open: boolean) => void
  enabled: boolean
  setEnabled: (enabled: boolean) => void
}

/** Single keys while the call is at full size; not while one types, and not where they were switched off (WCAG 2.1.4). */
export function useShortcuts({ togglePanel, browseTo }: { togglePanel: (id: string) => void; browseTo: string }): Shortcuts {
  const [open, setOpen] = useState(false)
  const [enabled, setEnabled] = useState(() => localStorage.getItem(KEY) !== 'off')
  const share = useShare()
  const navigate = useNavigate()
  const act = useRef<Record<string, () => void>>({})
  act.current = {
    m: () => toggle('microphone'),
    v: () => toggle('camera'),
    s: () => void share(),
    p: () => togglePanel('people'),
    ...Object.fromEntries(sessionPanels.map(({ id, shortcut }) => [shortcut.toLowerCase(), () => togglePanel(id)])),
    b: () => navigate(browseTo),
    '?': () => setOpen(true),
  }
  useEffect(() => {
    if (!enabled) return
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (target.closest('input, textarea, select, [contenteditable], dialog, [role="menu"]')) return
      const action = act.current[event.key.toLowerCase()]
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [enabled])
  return {
    open,
    setOpen,
    enabled,
    setEnabled: (on) => {
      localStorage.setItem(KEY, on ? 'on' : 'off')
      setEnabled(on)
    },
  }
}

function toggle(device: 'microphone' | 'camera') {
  const control = getCallControl()
  control.setDevice(device, !control.getView().devices[device])
}

export function ShortcutsButton({ open, setOpen, enabled, setEnabled }: Shortcuts) {
  const { call, common } = useText()
  const keys: [string, string][] = [
    ['M', call.shortcuts.mute],
    ['V', call.shortcuts.camera],
    ['S', call.shortcuts.share],
    ['P', call.shortcuts.people],
    ...sessionPanels.map(({ shortcut, label }): [string, string] => [shortcut, call.shortcuts.panel({ panel: label(common) })]),
    ['B', call.shortcuts.browse],
    ['?', call.shortcuts.help],
  ]
  return (
    <>
      <RoundButton label={call.shortcuts.title} shortcut="?" className="max-wide:hidden" onClick={() => setOpen(true)}>
        <Keyboard className="size-5.5" aria-hidden />
      </RoundButton>
      <KeysDialog
        title={call.shortcuts.title}
        keys={keys}
        open={open}
        onClose={() => setOpen(false)}
        enabled={enabled}
        onEnabled={setEnabled}
      />
    </>
  )
}
