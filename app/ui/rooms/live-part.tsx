import { Suspense, useEffect, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import type { PanelProps, SessionPanel } from '#app/ui/call/panels/contract.ts'
import { Spinner } from '#app/ui/kit/states.tsx'
import { SessionPart } from './session-part.tsx'

const useText = textsOf('common')

/** A panel of the call (its chat, its notes) on the session's page while the session runs: it is used as in the call. */
export function LivePart({ panel: { id, label, Panel }, ...props }: PanelProps & { panel: SessionPanel }) {
  const { common } = useText()
  // It is read by the browser: rendered with the page, it would be there empty, and come alive twice.
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const waiting = (
    <p className="m-auto text-soft">
      <Spinner />
    </p>
  )
  return (
    <SessionPart id={id} title={label(common)}>
      <div className="-mx-3 -mb-3 flex max-h-[60dvh] min-h-56 flex-col">
        {alive ? (
          <Suspense fallback={waiting}>
            <Panel key={props.sessionId} {...props} />
          </Suspense>
        ) : (
          waiting
        )}
      </div>
    </SessionPart>
  )
}
