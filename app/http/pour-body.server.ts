import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/**
 * Writes an answer's body as fast as the other side takes it, and no faster: a film is never in memory as a whole. Where the other
 * side goes away, the body is cancelled, and lets go of what it was read from. A body that breaks off breaks the connection off, so
 * that half an answer is never taken for all of it.
 */
export async function pourBody(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    while (!response.destroyed) {
      const { done, value } = await reader.read()
      if (done) {
        response.end()
        return
      }
      const full = !response.write(value)
      if (full) await once(response, 'drain', { signal: gone.signal })
    }
  } catch (error) {
    if (response.destroyed) return
    response.destroy()
    throw error
  } finally {
    // Read to its end, or broken: this does nothing then.
    await reader.cancel().catch(() => {})
  }
}
