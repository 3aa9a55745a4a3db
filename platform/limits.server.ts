import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { createClient } from 'redis'
import { env } from '#platform/env.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { log } from '#platform/log.server.ts'

const redis = env.REDIS_URL ? createClient({ url: env.REDIS_URL, disableOfflineQueue: true }) : null
redis?.on('error', (error: Error) => log.warn({ error }, 'redis connection lost'))
void redis?.connect().catch(() => {})

export interface Limit {
  /** Spends one of the allowed tries of `key`. @throws DomainError `limit.reached` with `seconds` to wait */
  spend(key: string): Promise<void>
  /** Gives one try back: after one that counts against nobody. */
  giveBack(key: string): Promise<void>
  /** Gives all tries back: after a sign-in that worked, say. */
  reset(key: string): Promise<void>
}

/** So many tries per key and time; kept in Redis where there are several processes, else in memory. */
export function defineLimit(name: string, tries: number, perSeconds: number): Limit {
  const memory = new RateLimiterMemory({ keyPrefix: name, points: tries, duration: perSeconds })
  const limiter = redis
    ? new RateLimiterRedis({
        storeClient: redis,
        useRedisPackage: true,
        keyPrefix: name,
        points: tries,
        duration: perSeconds,
        insuranceLimiter: memory,
      })
    : memory
  return {
    async spend(key) {
      try {
        await limiter.consume(key)
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw new DomainError('limit.reached', { seconds: Math.ceil(refusal.msBeforeNext / 1000) })
        throw refusal
      }
    },
    async giveBack(key) {
      await limiter.reward(key)
    },
    async reset(key) {
      await limiter.delete(key)
    },
  }
}
