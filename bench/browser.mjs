import path from 'node:path'
import { chromium } from 'playwright'
import { BROWSER_ARGUMENTS, requireBrowser } from '../scripts/find-browser.mjs'
import { signIn } from './instance.mjs'

const ROOT = path.resolve(import.meta.dirname, '..')
/** For whatever a page is waited for. */
const PAGE_TIMEOUT_MS = 30_000

/** Chromium with a camera and a microphone that are made up, and allowed. */
export async function openBrowser() {
  return chromium.launch({
    executablePath: await requireBrowser(ROOT, process.env),
    args: BROWSER_ARGUMENTS,
  })
}

/**
 * A browser of somebody's own that has never been here; signed in to an instance where `who` is given.
 *
 * @param {import('playwright').Browser} browser
 * @param {import('./instance.mjs').Instance} [instance]
 * @param {string} [who]
 */
export async function openContext(browser, instance, who) {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 800 },
    permissions: ['camera', 'microphone'],
  })
  context.setDefaultTimeout(PAGE_TIMEOUT_MS)
  if (!instance || !who) return { context, memberId: '' }
  const { memberId, tokens } = await signIn(instance, who)
  await context.addCookies([{ name: 'palier', value: tokens[0], url: instance.url, httpOnly: true, sameSite: 'Lax' }])
  return { context, memberId }
}

/**
 * Opens a page and waits until it rests: loaded, alive (React has taken over `aliveWith`), nothing being fetched.
 *
 * @param {import('playwright').Page} page
 * @param {string} url
 * @param {string} [aliveWith] A selector.
 */
export async function openAtRest(page, url, aliveWith) {
  const response = await page.goto(url, { waitUntil: 'load' })
  if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}.`)
  if (aliveWith) {
    await page.waitForFunction((selector) => {
      const element = document.querySelector(selector)
      return element !== null && Object.keys(element).some((key) => key.startsWith('__react'))
    }, aliveWith)
  }
  await page.waitForLoadState('networkidle')
}
