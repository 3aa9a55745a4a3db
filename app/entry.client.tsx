import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { createPatientFetch, pauseForServer } from '#app/http/patient-fetch.ts'
import { startText } from '#app/i18n/areas.ts'
import { loadText } from '#app/i18n/load-text.ts'
import { TextProvider } from '#app/i18n/text.tsx'
import { guardComposing } from '#app/ui/kit/guard-composing.ts'

guardComposing(window)
window.fetch = createPatientFetch(window.fetch.bind(window), pauseForServer)

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
