import { useEffect, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('common')

/** Says that the connection is gone for as long as it is, and that it is back. */
export function OfflineNotice() {
  const { common } = useText()
  const toast = useToast()
  const [offline, setOffline] = useState(false)
  useEffect(() => {
    setOffline(!navigator.onLine)
    const onOffline = () => setOffline(true)
    const onOnline = () => {
      setOffline(false)
      toast(common.backOnline)
    }
    window.addEventListener('offline', onOffline)
    window.addEventListener('online', onOnline)
    return () => {
      window.removeEventListener('offline', onOffline)
      window.removeEventListener('online', onOnline)
    }
  }, [toast, common])
  return (
    <div role="status">
      {offline && <p className="sticky top-0 z-20 bg-ink px-4 py-2 text-center text-sm font-medium text-canvas">{common.offline}</p>}
    </div>
  )
}
