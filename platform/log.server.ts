import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'
import { countRepeats } from './count-repeats.server.ts'

/** What every line logged while a request is answered carries. */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>()

const watched = process.stdout.isTTY === true || process.env['PALIER_LOG'] === 'pretty'
/** Of warnings and errors: what ends the process is written always. */
const COUNTED_LEVELS = [40, 50]
const repeats = countRepeats((what, times) => log.info({ what, times }, 'a line was repeated more often than it is written'))

/**
 * JSON lines; readable ones when a person watches. Secrets never reach it: log ids, not objects from outside. Warnings and errors
 * that say the same again and again are counted, not written: no request can fill the disk by failing.
 */
export const log = pino({
  level: process.env['LOG_LEVEL'] || (process.env['NODE_ENV'] === 'test' ? 'silent' : 'info'),
  mixin: () => requestContext.getStore() ?? {},
  serializers: { error: pino.stdSerializers.err },
  redact: ['password', 'token', 'cookie', '*.password', '*.token', '*.cookie'],
  hooks: {
    logMethod(args, method, level) {
      if (!COUNTED_LEVELS.includes(level) || repeats.isWritten(sentenceOf(args))) method.apply(this, args)
    },
  },
  ...(watched && { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } } }),
})

/** What makes two lines the same: the sentence, whatever ids and causes stand beside it. */
function sentenceOf(args: unknown[]): string {
  return String(args.find((each) => typeof each === 'string') ?? 'a line without a sentence')
}
