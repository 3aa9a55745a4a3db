import { useEffect, useState } from 'react'

/** The cameras, microphones and speakers of this machine, as they come and go. Names are empty before the browser allows one. */
export function useDevices(asked: boolean): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([])
  useEffect(() => {
    if (!asked || !navigator.mediaDevices) return
    let gone = false
    const read = async () => {
      const found = await navigator.mediaDevices.enumerateDevices()
      if (!gone) setDevices(found)
    }
    void read()
    navigator.mediaDevices.addEventListener('devicechange', read)
    return () => {
      gone = true
      navigator.mediaDevices.removeEventListener('devicechange', read)
    }
  }, [asked])
  return devices
}
