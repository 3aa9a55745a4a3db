/** Numbers that look random and are the same again for the same seed (mulberry32): a case that found something can be run again. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }

  id(): string {
    const hex = this.bytes(16).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}

/** Bytes with some of them changed, taken out, doubled or put in. */
export function mutate(random: Random, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes)
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(changed.length + 1)
    const length = 1 + random.below(random.chance(0.1) ? 400 : 8)
    const [before, part, after] = [changed.subarray(0, at), changed.subarray(at, at + length), changed.subarray(at + length)]
    const ways = [
      () => Buffer.concat([before, random.bytes(part.length), after]),
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, part, part, after]),
      () => Buffer.concat([before, random.bytes(length), part, after]),
      () => Buffer.concat([before, Buffer.from(random.pick(ODD_PIECES)), part, after]),
      () => before,
    ]
    changed = random.pick(ways)()
  }
  return changed
}

const ODD_PIECES = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '%00',
  '%',
  '\\',
  '//',
  '[',
  ']',
  '..',
  ':',
  ';',
  '{',
  '}',
  '\u{1f600}',
  '\ud800',
  '-1',
  '99999999999',
  ' ',
  '\t',
]

/** What people do not write, and programs do. */
export function oddValue(random: Random, depth = 0): unknown {
  const odd: (() => unknown)[] = [
    () => '',
    () => ' \t\n ',
    () => 'x'.repeat(random.pick([1, 81, 121, 501, 4_001, 10_001, 50_001])),
    () => '\u{1f600}é\u202e\u200b'.repeat(1 + random.below(200)),
    () => '\ud800',
    () => 'a\u0000b',
    () => random.id(),
    () =>
      random.pick([
        'none',
        "'; DROP TABLE x; --",
        '<img src=x onerror=alert(1)>',
        '../../etc/passwd',
        '{{x}}',
        '[a](javascript:a)',
        '@[a](b)',
      ]),
    () => random.pick([0, -1, 1.5, 2_147_483_648, 9_007_199_254_740_992, 1e308, -1e308, 1e-320]),
    () => random.pick(['0', '-1', '1e400', 'NaN', 'Infinity', '2147483648', '99999999999999999999', '0x10', ' 7 ', '٣']),
    () =>
      random.pick([
        '0000-01-01',
        '2026-02-30',
        '9999-12-31',
        '2026-12-01',
        '0000-01-01T00:00:00Z',
        '2026-12-01T08:00:00.000Z',
        '25:00',
        '08:00',
      ]),
    () => random.pick([true, false, null]),
    () => random.pick(['__proto__', 'constructor', 'toString', 'hasOwnProperty']),
    () => JSON.parse(random.pick(['{"toString":1}', '{"valueOf":{}}', '{"length":3}', '{"then":1}', '{"__proto__":{"x":1}}'])),
  ]
  if (depth < 3) {
    odd.push(() => Array.from({ length: random.below(5) }, () => oddValue(random, depth + 1)))
    odd.push(() => Object.fromEntries(Array.from({ length: random.below(4) }, (_, i) => [`k${i}`, oddValue(random, depth + 1)])))
  }
  return random.pick(odd)()
}
