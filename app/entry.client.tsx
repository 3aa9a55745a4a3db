import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { createAccountFetch, pageAccount } from '#app/http/page-account.ts'
import { createPatientFetch, pauseForServer } from '#app/http/patient-fetch.ts'
import { createRememberingFetch, watchComingBack } from '#app/http/remember-pages.ts'
import { startText } from '#app/i18n/areas.ts'
import { loadText } from '#app/i18n/load-text.ts'
import { TextProvider } from '#app/i18n/text.tsx'
import { whenLetIn } from '#app/realtime/refusal.ts'
import { askAgainWhoIsIn } from '#app/realtime/socket.ts'
import { readAgain } from '#app/realtime/use-read-again.ts'
import { watchAccount } from '#app/realtime/watch-account.ts'
import { guardComposing } from '#app/ui/kit/guard-composing.ts'

guardComposing(window)
// Every request of the page says whose page it is; no form and no store has to think of it.
const ask = createAccountFetch(window.fetch.bind(window), pageAccount(), askAgainWhoIsIn)
const patient = createPatientFetch(ask, pauseForServer, whenLetIn)
window.fetch = createRememberingFetch(patient, { comesBack: watchComingBack(), onRemembered: readAgain })
watchAccount()

const language = document.documentElement.lang === 'fr' ? 'fr' : 'en'
// Before the page comes alive: no flash of anything.
const text = await startText((area) => loadText(language, area))

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <TextProvider text={text} language={language}>
        <RemixBrowser />
      </TextProvider>
    </StrictMode>,
  )
})
