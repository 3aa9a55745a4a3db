/**
 * A Vite plugin that gives the browser's Remix the flags of `remix.config.js` as constants, so that what they switch off (routes found
 * out step by step, one request for each loader) stays out of its scripts.
 *
 * @param {NonNullable<import('@remix-run/dev').VitePluginConfig['future']>} flags
 * @returns {import('vite').Plugin}
 */
export function remixAsSet(flags) {
  /** @type {[where: RegExp, is: (flag: string) => string][]} */
  const known = [
    [/\b(?:window\.__remixContext\.)?future\.(v3_\w+)/g, (flag) => String(flags[flag] ?? false)],
    [/\bwindow\.__remixContext\.isSpaMode/g, () => 'false'],
    [/\bif \(isSpaMode\b/g, () => 'if (false'],
    [/(?<!function )\bisFogOfWarEnabled\([^()]*\)/g, () => String(flags['v3_lazyRouteDiscovery'] ?? false)],
    [/\btypeof singleFetch === "function"/g, () => String(flags['v3_singleFetch'] ?? false)],
  ]
  const met = new Set()
  return {
    name: 'remix-as-set',
    apply: 'build',
    transform(code, id, options) {
      if (options?.ssr || !/\/@remix-run\/react\/dist\/esm\/\w[\w-]*\.js$/.test(id)) return null
      return known.reduce(
        (before, [where, is]) =>
          before.replace(where, (_, flag) => {
            met.add(where)
            return is(flag)
          }),
        code,
      )
    },
    buildEnd() {
      const gone = met.size > 0 && known.find(([where]) => !met.has(where))
      if (gone) this.error(`Remix has no ${gone[0].source} any more.`)
    },
  }
}
