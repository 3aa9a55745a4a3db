import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** Takes a webhook as `takeWebhook` does: whether it was signed by the media server. */
type Take = (body: string, authorization: string | null) => Promise<boolean>

/**
 * A server for the webhooks of a test's livekit-server, there before the modules that it brings them to: those read the environment that
 * `startLivekit` sets. What is no webhook goes to `other`.
 */
export async function openWebhookServer() {
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let lost = false
  return {
    server,
    port: (server.address() as AddressInfo).port,
    take(take: Take, other?: http.RequestListener): void {
      server.on('request', async (request, response) => {
        if (other && request.url !== '/webhooks/livekit') return other(request, response)
        let body = ''
        for await (const chunk of request) body += chunk
        // A late webhook may meet the emptying of the tables: LiveKit brings it again.
        const taken = lost || (await take(body, request.headers.authorization ?? null).catch(() => null))
        response.writeHead(taken === null ? 500 : taken ? 204 : 401).end()
      })
    },
    /** Webhooks are answered, and nobody hears of them. */
    lose(areLost: boolean): void {
      lost = areLost
    },
    close(): void {
      server.closeAllConnections()
      server.close()
    },
  }
}
