import { pageAccount } from '#app/http/page-account.ts'
import { refusals } from './refusal.ts'
import { askAgainWhoIsIn } from './socket.ts'

/**
 * Tells this browser's other tabs whose page has just been opened in it, and hears it from them: where that is somebody else, or nobody,
 * or this tab was shut out before, it asks the server who is signed in. A sign-in and a sign-out both open a page.
 */
export function watchAccount(): void {
  const tabs = new BroadcastChannel('palier.account')
  tabs.postMessage(pageAccount())
  if (!pageAccount()) return
  tabs.onmessage = ({ data }) => {
    if (data !== pageAccount() || refusals.current()) askAgainWhoIsIn()
  }
}
