import { useEffect, useState } from 'react'
import { pageAccount } from '#app/http/page-account.ts'
import { postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'

const useText = textsOf('errors', 'notices')

type State = 'looking' | 'unsupported' | 'denied' | 'off' | 'on'

const supported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

/** How this browser stands: what it says itself, and whether the server knows its address. */
async function readState(knownEndpoint: string | null): Promise<State> {
  if (!supported()) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  return Notification.permission === 'granted' && subscription && subscription.endpoint === knownEndpoint ? 'on' : 'off'
}

/** Turns notices of this browser on and off. The browser asks for its permission only after a click. */
export function PushSettings({ knownEndpoint, publicKey }: { knownEndpoint: string | null; publicKey: string }) {
  const text = useText()
  const { notices } = text
  const [state, setState] = useState<State>('looking')
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ sentence: string; wrong: boolean } | null>(null)

  useEffect(() => {
    void readState(knownEndpoint).then(setState)
  }, [knownEndpoint])

  const doIt = (work: () => Promise<void>) => async () => {
    setBusy(true)
    setSaid(null)
    await work().catch(() => setSaid({ sentence: notices.pushFailed, wrong: true }))
    setBusy(false)
  }
  /** Whether the server took it; it says so itself where it did not. */
  const post = async (body: object): Promise<boolean> => {
    const answer = await postJson<null>('/me/notices/push', body)
    if (!answer.ok) setSaid({ sentence: errorText(text, answer.code, answer.details), wrong: true })
    return answer.ok
  }

  const turnOn = doIt(async () => {
    const permission = await Notification.requestPermission()
    if (permission !== 'granted') {
      setState(permission === 'denied' ? 'denied' : 'off')
      return
    }
    // The worker says whose notices it renews: it has no page that does.
    await navigator.serviceWorker.register(`/sw.js?account=${pageAccount()}`)
    const { pushManager } = await navigator.serviceWorker.ready
    // One that was made with other keys (of an installation before) would be refused.
    await (await pushManager.getSubscription())?.unsubscribe()
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    if (await post({ intent: 'on', ...subscription.toJSON() })) setState('on')
    else await subscription.unsubscribe()
  })
  const turnOff = doIt(async () => {
    if (!(await post({ intent: 'off' }))) return
    setState('off')
    const registration = await navigator.serviceWorker.getRegistration('/')
    await (await registration?.pushManager.getSubscription())?.unsubscribe()
  })
  const tryOut = doIt(async () => {
    if (await post({ intent: 'test' })) setSaid({ sentence: notices.pushTested, wrong: false })
  })

  if (state === 'looking') return <Spinner />
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold">
        {{ unsupported: notices.pushUnsupported, denied: notices.pushDenied, off: notices.pushOff, on: notices.pushOn }[state]}
      </p>
      {state === 'denied' && <p className="text-sm text-soft">{notices.pushDeniedText}</p>}
      {state === 'unsupported' && <p className="text-sm text-soft">{notices.pushUnsupportedText}</p>}
      <div className="flex flex-wrap items-center gap-2">
        {state === 'off' && (
          <Button look="outline" disabled={busy} onClick={turnOn}>
            {notices.pushTurnOn}
          </Button>
        )}
        {state === 'on' && (
          <>
            <Button look="outline" disabled={busy} onClick={tryOut}>
              {notices.pushTest}
            </Button>
            <Button look="quiet" disabled={busy} onClick={turnOff}>
              {notices.pushTurnOff}
            </Button>
          </>
        )}
      </div>
      <p role="status" className={said?.wrong ? 'text-sm font-medium text-danger' : 'text-sm font-medium text-accent'}>
        {said?.sentence}
      </p>
    </div>
  )
}
