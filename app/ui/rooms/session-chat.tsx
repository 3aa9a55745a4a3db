import { lazy, Suspense, useEffect, useState } from 'react'
import { useText } from '#app/i18n/text.tsx'
import type { PanelProps } from '#app/ui/call/panels/contract.ts'
import { Spinner } from '#app/ui/kit/states.tsx'

const ChatPanel = lazy(() => import('#app/ui/call/panels/chat/chat-panel.tsx'))

/** A session's chat on its page: written in while the session runs, read after. */
export function SessionChat(panel: PanelProps) {
  const { chat } = useText()
  // It is read by the browser: rendered with the page, it would be there empty, and come alive twice.
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  return (
    <section
      id="chat"
      aria-labelledby="session-chat"
      className="flex max-h-[70dvh] min-h-64 flex-col rounded-card border border-line bg-surface print:max-h-none"
    >
      <h2 id="session-chat" className="px-4 pt-4 pb-1 font-bold sm:px-5">
        {chat.title}
      </h2>
      <div className="flex min-h-0 flex-1 flex-col sm:px-2">
        <Suspense
          fallback={
            <p className="m-auto text-soft">
              <Spinner />
            </p>
          }
        >
          {alive && <ChatPanel key={panel.sessionId} {...panel} />}
        </Suspense>
      </div>
    </section>
  )
}
