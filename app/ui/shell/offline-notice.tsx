import { useEffect, useState, useSyncExternalStore } from 'react'
import { reach } from '#app/http/patient-fetch.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('common')

/** Says that the connection is gone for as long as it is, and that it is back; or that the server does not answer. */
export function OfflineNotice() {
  const { common } = useText()
  const toast = useToast()
  const [offline, setOffline] = useState(false)
  const reached = useSyncExternalStore(reach.subscribe, reach.isReached, () => true)
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
      {(offline || !reached) && (
        <p className="sticky top-0 z-20 bg-ink px-4 py-2 text-center text-sm font-medium text-canvas">
          {offline ? common.offline : common.unreachable}
        </p>
      )}
    </div>
  )
}
