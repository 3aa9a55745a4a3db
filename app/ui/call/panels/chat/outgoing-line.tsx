import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import type { OutgoingLine } from './chat-state.ts'
import type { ChatStore } from './chat-store.ts'

const useText = textsOf('chat', 'errors')

/** A line of one's own that the server does not have yet, or refused: then why, and what can be done. */
export function Outgoing({ line, store }: { line: OutgoingLine; store: ChatStore }) {
  const text = useText()
  const { chat } = text
  const { clientId, markdown, refusal } = line
  return (
    <li className="flex flex-col gap-1 pl-9.5">
      <p className="whitespace-pre-wrap wrap-anywhere text-soft">{markdown}</p>
      {refusal ? (
        <>
          <p role="alert" className="text-sm font-medium text-danger">
            {errorText(text, refusal.code, refusal.details)}
          </p>
          <p className="flex gap-1">
            <Button size="small" look="outline" onClick={() => store.again(clientId)}>
              {chat.sendAgain}
            </Button>
            <Button size="small" look="quiet" onClick={() => store.drop(clientId)}>
              {chat.giveUp}
            </Button>
          </p>
        </>
      ) : (
        <p className="text-xs text-faint">{chat.sending}</p>
      )}
    </li>
  )
}
