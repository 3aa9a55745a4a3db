import { lazy, Suspense, useEffect, useState } from 'react'
import { useText } from '#app/i18n/text.tsx'
import type { PanelProps } from '#app/ui/call/panels/contract.ts'
import { Spinner } from '#app/ui/kit/states.tsx'
import { SessionPart } from './session-part.tsx'

const ChatPanel = lazy(() => import('#app/ui/call/panels/chat/chat-panel.tsx'))

/** A session's chat on its page while the session runs: it is written in as in the call. */
export function SessionChat(panel: PanelProps) {
  const { chat } = useText()
  // It is read by the browser: rendered with the page, it would be there empty, and come alive twice.
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const waiting = (
    <p className="m-auto text-soft">
      <Spinner />
    </p>
  )
  return (
    <SessionPart id="chat" title={chat.title}>
      <div className="-mx-3 -mb-3 flex max-h-[60dvh] min-h-56 flex-col">
        {alive ? (
          <Suspense fallback={waiting}>
            <ChatPanel key={panel.sessionId} {...panel} />
          </Suspense>
        ) : (
          waiting
        )}
      </div>
    </SessionPart>
  )
}
