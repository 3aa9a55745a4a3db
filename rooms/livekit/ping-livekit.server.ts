import { env } from '#platform/env.server.ts'

const TIMEOUT_MS = 2_000

/** Whether LiveKit answers. */
export async function pingLiveKit(): Promise<boolean> {
  try {
    const response = await fetch(env.LIVEKIT_URL.replace(/^ws/, 'http'), { signal: AbortSignal.timeout(TIMEOUT_MS) })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}
