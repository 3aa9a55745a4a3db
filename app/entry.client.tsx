import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { loadText } from '#app/i18n/load-text.ts'
import { TextProvider } from '#app/i18n/text.tsx'

const language = document.documentElement.lang === 'fr' ? 'fr' : 'en'
const text = await loadText(language)

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
