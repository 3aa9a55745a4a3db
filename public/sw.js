// Shows notices that come while no tab is open. It keeps no pages and answers no requests.

self.addEventListener('push', (event) => {
  const { title, body, tag, path, language } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang: language, icon: '/icon.svg', data: { path } }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(show(new URL(event.notification.data.path, self.location.origin).href))
})

/** A tab that has the page already comes to the front. No other tab is sent there: it may hold a call. */
async function show(address) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = tabs.find(({ url }) => url === address)
  await (open ? open.focus() : self.clients.openWindow(address))
}

/** Whose notices these are: the member who turned them on, by the address of this file. Somebody else may be signed in by now. */
const account = new URL(self.location.href).searchParams.get('account')

// Nothing of an earlier version has to end first: whoever turned notices on last has them.
self.addEventListener('install', () => self.skipWaiting())

// Browsers change their address at the push service at times: without being told, they would fall silent.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event))
})

async function renew({ oldSubscription, newSubscription }) {
  const subscription = newSubscription ?? (oldSubscription && (await self.registration.pushManager.subscribe(oldSubscription.options)))
  if (!subscription) return
  await fetch('/me/notices/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(account && { 'palier-account': account }) },
    body: JSON.stringify({ intent: 'on', ...subscription.toJSON() }),
  })
}
