import { useEffect } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { getCallControl } from './call-control.ts'
import { isIn } from './call-state.ts'

const useText = textsOf('common')

/**
 * Where a page's code cannot be had, Remix reloads the document, and a reload ends the call: somebody in a call stays where they are
 * instead, is told, and can try again. vite.config.ts has Remix ask.
 */
export function useKeepDocument(): void {
  const { common } = useText()
  const toast = useToast()
  useEffect(() => {
    const keep = (event: Event) => {
      if (!isIn(getCallControl().getView().state)) return
      event.preventDefault()
      const { state, navigate } = window.__remixRouter
      const there = state.navigation.location
      // It was only a pointer over a link, or the way back of another file of the same page.
      if (!there || there.pathname + there.search === state.location.pathname + state.location.search) return
      void navigate(state.location, { replace: true, preventScrollReset: true })
      toast(`${common.notLoaded} ${common.reloadHint}`, { label: common.retry, run: () => void navigate(there) })
    }
    window.addEventListener('palier:reload', keep)
    return () => window.removeEventListener('palier:reload', keep)
  }, [toast, common])
}
