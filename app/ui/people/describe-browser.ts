const browsers: [RegExp, string][] = [
  // In this order: most browsers also claim to be others.
  [/EdgA?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** "Firefox · Windows" out of a user agent string: enough to recognise one's own. Empty where it says nothing. */
export function describeBrowser(userAgent: string): { name: string; phone: boolean } {
  const named = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  return { name: [named(browsers), named(systems)].filter(Boolean).join(' · '), phone: /Mobile|iPhone|Android/.test(userAgent) }
}
