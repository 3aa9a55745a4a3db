import { gzipSync } from 'node:zlib'
import { openAtRest, openContext } from './browser.mjs'
import { enter, joinButton, openCallWithAna } from './call-scene.mjs'

const AIM_FEED_KB = 130
const AIM_CALL_KB = 330
/** A type's name of LiveKit's protocol: no minifier may change it, and nothing else of ours has it. */
const LIVEKIT_CLIENT_MARK = 'livekit.JoinResponse'
const BYTES_PER_KB = 1000

/**
 * What a browser that was never here loads of JavaScript, each file as gzip makes it: for the feed until it rests; for a
 * call, from the community page on, until one is in it and sees somebody; and what comes after that without being asked for.
 *
 * @param {{ browser: import('playwright').Browser, instance: import('./instance.mjs').Instance, say: (line: string) => void }} bench
 * @returns {Promise<import('./figures.mjs').Figure[]>}
 */
export async function measureScriptWeight({ browser, instance, say }) {
  const feed = await weighAll(
    await collect(browser, instance, async (page) => {
      await openAtRest(page, `${instance.url}/`, 'button')
    }),
  )
  const call = await openCallWithAna(browser, instance)
  /** @type {Set<string>} */
  let otherPages = new Set()
  const inAndAhead = await collect(browser, instance, async (page) => {
    await openAtRest(page, call.communityUrl, 'button')
    await enter(page, joinButton(page))
    await page.locator(`[data-participant="${call.anaId}"] video`).first().waitFor()
    await page.waitForFunction(allPagesLoaded)
    otherPages = new Set(await page.evaluate(codeOfOtherPages))
  }).finally(() => call.close())
  const begin = inAndAhead.findIndex((address) => otherPages.has(new URL(address).pathname))
  if (begin === -1) throw new Error('No page was loaded ahead.')
  const [inCall, ahead] = await Promise.all([weighAll(inAndAhead.slice(0, begin)), weighAll(inAndAhead.slice(begin))])

  for (const [name, files] of Object.entries({ feed, call: inCall, ahead })) {
    const heaviest = [...files].sort((a, b) => b.gzipBytes - a.gzipBytes).slice(0, 8)
    say(`${name}: ${files.length} files; ${heaviest.map(({ path, gzipBytes }) => `${path} ${kb(gzipBytes).toFixed(1)}`).join(', ')}`)
  }
  if (!inCall.some(({ hasLivekitClient }) => hasLivekitClient))
    throw new Error(`livekit-client is no longer known by "${LIVEKIT_CLIENT_MARK}".`)
  const clients = feed.filter(({ hasLivekitClient }) => hasLivekitClient)
  return [
    figure('JavaScript of the feed, gzip', feed, AIM_FEED_KB),
    {
      what: '… files of it with livekit-client',
      value: clients.length === 0 ? 'none' : clients.map(({ path }) => path).join(' '),
      aim: 'none',
      met: clients.length === 0,
    },
    figure('JavaScript of the call page, gzip', inCall, AIM_CALL_KB),
    { what: '… then, for the other pages, loaded ahead', value: `${weightOf(ahead).toFixed(1)} kB` },
  ]
}

/** In the page: the code of every page of the product has come. */
function allPagesLoaded() {
  const files = new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
  return Object.values(window.__remixManifest.routes).every(({ module }) => files.has(module))
}

/** In the page: the code of those pages that were not gone to. */
function codeOfOtherPages() {
  const routes = Object.entries(window.__remixManifest.routes)
  return routes.filter(([id]) => !(id in window.__remixRouteModules)).map(([, { module }]) => module)
}

const kb = (bytes) => bytes / BYTES_PER_KB
const weightOf = (files) => kb(files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0))

function figure(what, files, aimKb) {
  const weight = weightOf(files)
  return {
    what,
    value: `${weight.toFixed(1)} kB`,
    beside: `${aimKb} kB (aim)`,
    ratio: weight / aimKb,
    aim: `${aimKb} kB`,
    met: weight <= aimKb,
  }
}

/** The addresses of all scripts, in the order in which they were asked for. */
async function collect(browser, instance, visit) {
  const { context } = await openContext(browser, instance, 'ben')
  const addresses = new Set()
  context.on('request', (request) => {
    if (request.url().endsWith('.js')) addresses.add(request.url())
  })
  try {
    await visit(await context.newPage())
  } finally {
    await context.close()
  }
  return [...addresses]
}

const weighAll = (addresses) => Promise.all(addresses.map(weigh))

async function weigh(address) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`)
  const body = Buffer.from(await response.arrayBuffer())
  return {
    path: new URL(address).pathname,
    gzipBytes: gzipSync(body, { level: 9 }).length,
    hasLivekitClient: body.includes(LIVEKIT_CLIENT_MARK),
  }
}
