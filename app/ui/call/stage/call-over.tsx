import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { getCallControl } from '../call-control.ts'
import type { CallState } from '../call-state.ts'

const useText = textsOf('call', 'errors')

type Over = Extract<CallState, { phase: 'moved' | 'ended' | 'failed' }>

/** What became of a call that this tab is no longer in, in words, and the way back where there is one. */
export function useCallOverWords(state: Over): { title: string; sentence: string; action: string | null } {
  const text = useText()
  const { call } = text
  if (state.phase === 'moved') return { title: call.movedTitle, sentence: call.movedText, action: call.continueHere }
  if (state.phase === 'failed') {
    return { title: call.failedTitle, sentence: errorText(text, state.code, state.details), action: call.tryAgain }
  }
  return state.why === 'removed'
    ? { title: call.removedTitle, sentence: call.removedText, action: null }
    : { title: call.sessionEndedTitle, sentence: call.sessionEndedText, action: null }
}

export function CallOver({ state }: { state: Over }) {
  const { call } = useText()
  const { title, sentence, action } = useCallOverWords(state)
  return (
    <div role="status" className="m-auto flex max-w-md flex-col items-center gap-2 px-6 text-center">
      <h1 className="text-xl font-bold">{title}</h1>
      <p className="text-soft">{sentence}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {action && <Button onClick={() => getCallControl().again()}>{action}</Button>}
        <Button look="quiet" onClick={() => getCallControl().leave()}>
          {call.close}
        </Button>
      </div>
    </div>
  )
}
