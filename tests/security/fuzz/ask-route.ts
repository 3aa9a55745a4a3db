import { ask } from '#tests/operations/built-app.ts'
import type { KnownRoute } from '../list-routes.ts'
import type { Target } from './fuzz.ts'
import { mutate, oddValue, type Random } from './random.ts'

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'POST', 'HEAD', 'PUT', 'PROPFIND']
const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'] as const
const ODD_TYPES = [
  'text/plain',
  'multipart/form-data',
  'application/json; charset=utf-7',
  '',
  'multipart/form-data; boundary=',
  'a/b;'.repeat(50),
]

/** One request to one of the routes, nearly right. @returns what is wrong with the answer */
export async function askRoute(target: Target, random: Random): Promise<string | null> {
  const route = random.pick(target.routes)
  const path = address(target, random, route)
  const method = route.hasAction && random.chance(0.6) ? 'POST' : random.pick(METHODS)
  const type = random.chance(0.9) ? random.pick(TYPES) : random.pick(ODD_TYPES)
  const headers: Record<string, string> = {
    // Each from another address: the limits of tries are not what is looked for.
    'x-forwarded-for': Array.from({ length: 4 }, () => random.below(256)).join('.'),
    // As browsers ask for documents, so that page workers are met as well as the main thread.
    ...(path.length % 2 === 0 && { accept: 'text/html' }),
    ...(random.chance(0.9) && { cookie: random.pick(target.cookies()) }),
    ...(random.chance(0.2) && oddHeaders(random)),
  }
  let body = method === 'POST' || method === 'PUT' ? writeBody(fields(target, random), type) : Buffer.alloc(0)
  if (body.length > 0 && random.chance(0.1)) body = mutate(random, body)
  if (body.length > 0) Object.assign(headers, { 'content-type': type, 'content-length': String(body.length) })
  const answer = await ask(target.url + path, { method, headers, body })
  return answer.status >= 500 ? `${method} ${path} ${type} ${body.subarray(0, 500)}: ${answer.status} ${answer.body.slice(0, 100)}` : null
}

function address(target: Target, random: Random, route: KnownRoute): string {
  const path = route.fill((name) => (random.chance(0.85) ? target.place(random, name) : String(oddValue(random, 9))).slice(0, 500))
  const query = Array.from({ length: random.below(3) }, () => {
    const value = random.chance(0.6) ? random.pick(target.words) : String(text(oddValue(random, 9)))
    return `${random.pick(target.fields)}=${encode(value.slice(0, 2_000))}`
  })
  const data = random.chance(0.2) ? '.data' : ''
  return `${path === '/' && data ? '/_root' : path}${data}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

function fields(target: Target, random: Random): Record<string, unknown> {
  const form: Record<string, unknown> = {}
  const values = [() => target.place(random, '*'), () => random.pick(target.words), () => 'Hello', () => oddValue(random)]
  if (random.chance(0.9)) form[random.chance(0.8) ? 'intent' : 'change'] = random.chance(0.9) ? random.pick(target.words) : oddValue(random)
  for (let count = random.below(8); count > 0; count--) {
    const name = random.pick(target.fields)
    form[name] = name.endsWith('Id') && random.chance(0.8) ? target.place(random, name) : random.pick(values)()
  }
  return form
}

function writeBody(form: Record<string, unknown>, type: string): Buffer {
  const entries = Object.entries(form).map(([name, value]) => [name, text(value)] as const)
  if (type.startsWith('multipart')) {
    const parts = entries.map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    return Buffer.from(`${parts.join('')}--b--\r\n`)
  }
  if (type.includes('json')) return Buffer.from(JSON.stringify(form))
  return Buffer.from(entries.map(([name, value]) => `${name}=${encode(value)}`).join('&'))
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed())
}

function oddHeaders(random: Random): Record<string, string> {
  return random.pick<Record<string, string>>([
    { range: random.pick(['bytes=5-2', 'bytes=-0', 'bytes=0-', 'bytes=99999999999999999999-', 'bytes=1-2,3-4', 'x']) },
    { 'accept-language': random.pick(['fr;q=x', ',,,;;;', 'a'.repeat(5_000), '*', 'fr;q=1e400']) },
    { cookie: random.pick(['palier', 'palier=;;=', `palier=${'x'.repeat(6_000)}`, 'enter=%', 'language=xx; palier=%00']) },
    { origin: random.pick(['null', 'http://[', 'https://evil.example', '', 'http://a:99999']) },
    { 'if-range': '"', 'if-none-match': random.pick(['*', 'W/"', '"'.repeat(500)]) },
    { 'x-forwarded-for': random.pick(['::1%eth0', ',', 'x'.repeat(3_000), '999.999.999.999', '[::', '::ffff:1.2.3']) },
    { accept: random.pick(['text/event-stream', 'x'.repeat(5_000), '*/*;q=0']) },
    { 'user-agent': random.pick(['', 'é'.repeat(2_000), 'Googlebot']) },
    { 'accept-encoding': random.pick(['br;q=0, gzip;q=0', 'zstd', '*;q=', 'x'.repeat(3_000)]) },
    { 'content-encoding': 'gzip' },
    { expect: random.pick(['100-continue', 'x']) },
  ])
}
