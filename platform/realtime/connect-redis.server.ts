import { setTimeout as sleep } from 'node:timers/promises'
import { createAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'
import { log } from '#platform/log.server.ts'

/** How long a start waits for Redis: it may be coming up on the same machine. */
const REDIS_WAIT_MS = 5_000

interface RedisAdapter {
  adapter: ReturnType<typeof createAdapter>
  close(): Promise<void>
}

/**
 * The way to the sockets of the other processes. Waits for Redis, but not for ever: without it, browsers of this process are told by
 * this process, and those of the others once it is there. A process that never listened would be no use to anybody.
 */
export async function connectRedis(url: string): Promise<RedisAdapter> {
  const publisher = createClient({ url })
  const subscriber = publisher.duplicate()
  const clients = [publisher, subscriber]
  for (const client of clients) {
    client.on('error', (error: Error) => log.warn({ error }, 'redis connection lost'))
    forgiveNoAnswer(client)
  }
  const connected = Promise.all(clients.map((client) => client.connect())).catch((error: unknown) =>
    log.warn({ error }, 'redis is not there'),
  )
  const waited = new AbortController()
  await Promise.race([connected, sleep(REDIS_WAIT_MS, undefined, { signal: waited.signal }).catch(() => {})])
  waited.abort()
  return {
    adapter: createAdapter(publisher, subscriber),
    // A client that is not connected would wait for answers to what it could not send.
    close: async () => void (await Promise.all(clients.map((client) => (client.isReady ? client.close() : client.destroy())))),
  }
}

/** The adapter asks these without looking at the answer: one that was lost with the connection must not end the process. */
function forgiveNoAnswer(client: ReturnType<typeof createClient>): void {
  for (const name of ['publish', 'subscribe', 'unsubscribe', 'pSubscribe', 'pUnsubscribe'] as const) {
    const ask = client[name].bind(client) as (...args: unknown[]) => Promise<unknown>
    const forgiving = (...args: unknown[]) => ask(...args).catch((error: unknown) => log.warn({ error }, 'redis did not answer'))
    Object.assign(client, { [name]: forgiving })
  }
}
