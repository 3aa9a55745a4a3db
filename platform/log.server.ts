import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'

/** What every line logged while a request is answered carries. */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>()

const watched = process.stdout.isTTY === true || process.env['PALIER_LOG'] === 'pretty'

/** JSON lines; readable ones when a person watches. Secrets never reach it: log ids, not objects from outside. */
export const log = pino({
  level: process.env['LOG_LEVEL'] || (process.env['NODE_ENV'] === 'test' ? 'silent' : 'info'),
  mixin: () => requestContext.getStore() ?? {},
  serializers: { error: pino.stdSerializers.err },
  redact: ['password', 'token', 'cookie', '*.password', '*.token', '*.cookie'],
  ...(watched && { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } } }),
})
