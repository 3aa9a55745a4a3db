import { useSyncExternalStore } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { refusals } from '#app/realtime/refusal.ts'

const useText = textsOf('common', 'errors')

/** Says why the server lets this tab in no more, for as long as it does not, and what to do. What was typed stays where it is. */
export function AccountNotice() {
  const text = useText()
  const { common } = text
  const refusal = useSyncExternalStore(refusals.subscribe, refusals.current, () => null)
  return (
    <div className="sticky top-0 z-20">
      {refusal && (
        <p
          role="alert"
          className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-ink px-4 py-2 text-center text-sm font-medium text-canvas"
        >
          <span>{refusal.code === 'signIn.required' ? common.signedOut : errorText(text, refusal.code, refusal.details)}</span>
          {refusal.code === 'signIn.required' && (
            // In a tab of its own: this one goes on where it is, with all that was typed.
            <a href="/sign-in" target="_blank" rel="noreferrer" className="font-bold underline underline-offset-2">
              {common.signInAgain}
            </a>
          )}
          {refusal.code === 'signIn.changed' && (
            <button type="button" className="font-bold underline underline-offset-2" onClick={() => location.reload()}>
              {common.goOnAs({ name: String(refusal.details['name']) })}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
