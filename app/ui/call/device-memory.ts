/** Camera and microphone as they were left, in this browser. */
export interface DeviceChoice {
  microphone: boolean
  camera: boolean
  microphoneId?: string | undefined
  cameraId?: string | undefined
  speakerId?: string | undefined
}

const KEY = 'palier.devices'

/** Null: nobody has been in a call with this browser yet. */
export function recallDevices(): DeviceChoice | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (kept === null || typeof kept !== 'object') return null
    const { microphone, camera, microphoneId, cameraId, speakerId } = kept as Record<string, unknown>
    const id = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
    return {
      microphone: microphone === true,
      camera: camera === true,
      microphoneId: id(microphoneId),
      cameraId: id(cameraId),
      speakerId: id(speakerId),
    }
  } catch {
    // A browser that keeps nothing: each call is the first.
    return null
  }
}

export function rememberDevices(choice: DeviceChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice))
  } catch {
    // As above.
  }
}

/** Live objects: their `state` follows what the person decides. */
const permissions = new Map<string, Promise<PermissionStatus>>()

function permissionFor(name: string): Promise<PermissionStatus> {
  const known = permissions.get(name) ?? navigator.permissions.query({ name: name as PermissionName })
  permissions.set(name, known)
  return known
}

/**
 * Whether the person should look at camera and microphone before going in: on the first call of this browser, and
 * where the browser would ask (its question would otherwise come up in the middle of a call).
 */
export async function needsPreJoin(): Promise<boolean> {
  const kept = recallDevices()
  if (!kept) return true
  const wanted = [kept.microphone && 'microphone', kept.camera && 'camera'].filter((name) => name !== false)
  const states = await Promise.all(
    wanted.map(async (name) => {
      try {
        return (await permissionFor(name)).state
      } catch {
        // A browser that can't say (older Firefox): it shows labels only of devices that it has allowed.
        const devices = await navigator.mediaDevices?.enumerateDevices()
        return devices?.some((device) => device.kind === `${name === 'camera' ? 'video' : 'audio'}input` && device.label !== '')
          ? 'granted'
          : 'prompt'
      }
    }),
  )
  return states.includes('prompt')
}
