import type { Page } from 'playwright/test'

/**
 * Lets a journey pull cameras and microphones out of the machine, and plug them in again. Chromium's fake devices are always there: this
 * wraps what the page asks of them. One that was pulled is listed no more, its tracks end, it is not found where it is insisted on, and
 * whatever else is there is given where it is only preferred; the page hears `devicechange`.
 */
export async function usePullableDevices(page: Page) {
  await page.addInitScript(() => {
    const media = navigator.mediaDevices
    if (!media) return
    const list = media.enumerateDevices.bind(media)
    const open = media.getUserMedia.bind(media)
    const gone = new Set<string>()
    const tracks = new Set<MediaStreamTrack>()
    const left = async (kind: string) => (await list()).filter((device) => device.kind === kind && !gone.has(device.label))
    media.enumerateDevices = async () => (await list()).filter(({ label }) => !gone.has(label))
    media.getUserMedia = async (wanted = {}) => {
      const asked: MediaStreamConstraints = {}
      for (const [name, kind] of [
        ['audio', 'audioinput'],
        ['video', 'videoinput'],
      ] as const) {
        if (!wanted[name]) continue
        const constraints = wanted[name] === true ? {} : { ...wanted[name] }
        const named = constraints.deviceId
        const [id, exact] =
          typeof named === 'string'
            ? [named, false]
            : Array.isArray(named) || !named
              ? [undefined, false]
              : [named.exact ?? named.ideal, 'exact' in named]
        const devices = await left(kind)
        if (devices.length === 0) throw new DOMException('Requested device not found', 'NotFoundError')
        const isThere = devices.some(({ deviceId }) => deviceId === id)
        if (exact && !isThere) throw new OverconstrainedError('deviceId')
        asked[name] = { ...constraints, deviceId: { exact: String(isThere ? id : devices[0]?.deviceId) } }
      }
      const stream = await open(asked)
      for (const track of stream.getTracks()) tracks.add(track)
      return stream
    }
    const change = () => media.dispatchEvent(new Event('devicechange'))
    Object.assign(window, {
      pullOut: (label: string) => {
        gone.add(label)
        for (const track of tracks) {
          if (track.label !== label || track.readyState === 'ended') continue
          track.stop()
          track.dispatchEvent(new Event('ended'))
        }
        change()
      },
      plugIn: (label: string) => {
        gone.delete(label)
        change()
      },
    })
  })
  const call = (name: 'pullOut' | 'plugIn') => (label: string) =>
    page.evaluate(([what, which]) => (window as unknown as Record<string, (label: string) => void>)[what]?.(which), [name, label] as const)
  return { pullOut: call('pullOut'), plugIn: call('plugIn') }
}
